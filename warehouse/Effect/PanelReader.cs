using System.Globalization;

namespace Maltall.Warehouse.Effect;

/// <summary>
/// Makes a panel of rows in any order. Every unit needs a value in every period; once treated, a unit stays treated.
/// </summary>
public sealed class PanelReader
{
    private const double Largest = 1e100;
    private static readonly string[] No = ["0", "false", "f", "no", "n", "nei", "usann"];
    private static readonly string[] Yes = ["1", "true", "t", "yes", "y", "ja", "j", "sann"];
    private static readonly string[] Never =
        ["", "0", "inf", "+inf", "infinity", "never", "na", "nan", "null", "aldri"];

    private readonly IReadOnlyList<PanelRow> rows;
    private readonly bool isCohort;
    private readonly List<TimeLabel> periods = [];
    private readonly Dictionary<string, PanelRow[]> cells = new(StringComparer.Ordinal);

    private PanelReader(IReadOnlyList<PanelRow> rows, bool isCohort) => (this.rows, this.isCohort) = (rows, isCohort);

    /// <summary>Reads a panel whose rows say whether they are treated, or when their unit's treatment
    /// starts.</summary>
    /// <param name="rows">One row a unit and period, in any order.</param>
    /// <param name="isCohort">True when the column must hold the first treated period; false lets the values tell:
    /// they are periods as soon as one of them is neither 0 nor 1.</param>
    public static PanelReading Read(IReadOnlyList<PanelRow> rows, bool isCohort)
    {
        var flags = No.Concat(Yes).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var periods = isCohort || !rows.All(row => IsBlank(row.Treated) || IsFlag(flags, row.Treated));
        return new PanelReader(rows, periods).Make();
    }

    private PanelReading Make() => Order() ?? Fill() ?? Build();

    private PanelReading.Refused? Order()
    {
        var seen = new HashSet<TimeLabel>();
        foreach (var row in rows)
        {
            if (row.Unit.Trim().Length == 0)
            {
                return new PanelReading.Refused("A row has no unit", "Name the unit in every row.");
            }

            if (!TimeLabel.TryParse(row.Time, out var label))
            {
                return new PanelReading.Refused($"{row.Unit}: '{row.Time}' is no period",
                    "Write a whole number, 2012, 2012-Q1, 2012-T1, 2012-01 or 2012-01-31.");
            }

            seen.Add(label);
        }

        periods.AddRange(seen.Order());
        return periods.Select(period => period.Kind).Distinct().Count() > 1
            ? new PanelReading.Refused($"'{periods[0].Text}' and '{periods[^1].Text}' are periods of two kinds",
                "Write all periods in one way.")
            : null;
    }

    private PanelReading.Refused? Fill()
    {
        var places = periods.Select((period, at) => (period, at)).ToDictionary(pair => pair.period, pair => pair.at);
        foreach (var row in rows)
        {
            _ = TimeLabel.TryParse(row.Time, out var label);
            var name = row.Unit.Trim();
            var line = cells.TryGetValue(name, out var found) ? found
                : cells[name] = new PanelRow[periods.Count];
            if (line[places[label]] is not null)
            {
                return new PanelReading.Refused($"{name} has two rows for {label.Text}", "Keep one of them.");
            }

            line[places[label]] = row;
        }

        foreach (var (name, line) in cells.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var gaps = periods.Where((_, at) => line[at] is null || Value(line[at].Outcome) is null).ToList();
            if (gaps.Count > 0)
            {
                return Missing(name, gaps);
            }
        }

        return rows.Count > 0 ? null : new PanelReading.Refused("There are no rows", "Write one a unit and period.");
    }

    private static PanelReading.Refused Missing(string name, List<TimeLabel> gaps) => new(
        $"{name} has no outcome in {string.Join(", ", gaps.Take(5).Select(gap => gap.Text))}"
            + (gaps.Count > 5 ? $" and {gaps.Count - 5} more" : ""),
        "Give a number for every unit and period, leave the unit out, or take longer periods. Hidden values cannot be "
            + "estimated from.");

    private PanelReading Build()
    {
        var units = new List<PanelUnit>();
        foreach (var (name, line) in cells.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var (start, refusal) = isCohort ? Cohort(name, line) : Switch(name, line);
            if (refusal is not null)
            {
                return refusal;
            }

            units.Add(new PanelUnit(name, [.. line.Select(row => Value(row.Outcome).GetValueOrDefault())], start));
        }

        var panel = new Panel(units, periods.ConvertAll(period => period.Text));
        return panel switch
        {
            { Treated.Count: 0 } => new PanelReading.Refused("No unit is treated in the periods of the panel",
                "Check the column that tells who is treated."),
            { Controls.Count: 0 } => new PanelReading.Refused(
                "Every unit is treated, so there is nobody to compare with", "Add units that are never treated."),
            _ => new PanelReading.Read(panel),
        };
    }

    private (int? Start, PanelReading.Refused? Refusal) Switch(string name, PanelRow[] line)
    {
        var blank = Array.FindIndex(line, row => IsBlank(row.Treated));
        if (blank >= 0)
        {
            return (null, new PanelReading.Refused(
                $"{name} does not say whether it is treated in {periods[blank].Text}", "Write 0 or 1."));
        }

        var start = Array.FindIndex(line, row => IsFlag(Yes, row.Treated));
        var end = start < 0 ? -1 : Array.FindIndex(line, start, row => !IsFlag(Yes, row.Treated));
        return end < 0 ? (start < 0 ? null : start, null) : (null, new PanelReading.Refused(
            $"{name} is treated from {periods[start].Text} and no longer in {periods[end].Text}",
            "A treatment that ends cannot be estimated; leave the periods after it out."));
    }

    private (int? Start, PanelReading.Refused? Refusal) Cohort(string name, PanelRow[] line)
    {
        var written = line.Select(row => row.Treated.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (written.Count > 1)
        {
            return (null, new PanelReading.Refused($"{name} has two starts, '{written[0]}' and '{written[1]}'",
                "The start of the treatment is the same in all rows of a unit."));
        }

        if (IsFlag(Never, written[0]))
        {
            return (null, null);
        }

        if (!TimeLabel.TryParse(written[0], out var start) || !start.IsComparableWith(periods[0]))
        {
            return (null, new PanelReading.Refused($"{name}: the start '{written[0]}' is no period",
                "Write it as the periods are, or 0 for never."));
        }

        var place = periods.FindIndex(period => period.CompareTo(start) >= 0);
        return (place < 0 ? null : place, null);
    }

    private static bool IsFlag(IEnumerable<string> words, string text)
    {
        var trimmed = text.Trim();
        var plain = trimmed.EndsWith(".0", StringComparison.Ordinal) ? trimmed[..^2] : trimmed;
        return words.Contains(plain, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsBlank(string text) =>
        text.Trim().ToUpperInvariant() is "" or "NA" or "NAN" or "NULL" or "." or ":" or "..";

    private static double? Value(string text)
    {
        var plain = text.Trim();
        plain = plain.Contains('.', StringComparison.Ordinal) ? plain : plain.Replace(',', '.');
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) <= Largest ? value : null;
    }
}
