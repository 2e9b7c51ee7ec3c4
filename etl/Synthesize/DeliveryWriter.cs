using System.Globalization;
using System.Text;

namespace Maltall.Etl.Synthesize;

/// <summary>Writes a source's deliveries month by month, with the habits that deliveries have.</summary>
internal sealed class DeliveryWriter(World world, FileSet files, SyntheticTruth truth)
{
    private readonly DeliveryHabits _habits = world.Calibration.Delivery;

    /// <summary>Writes each month as a delimited text file.</summary>
    public void WriteText<T>(SourceFormat<T> format, Feed<T> feed, CancellationToken cancellationToken) =>
        Write(format, feed, ".csv", (rows, start) => Text(format, rows, start), cancellationToken);

    /// <summary>Writes each month as a workbook; June and November come in English.</summary>
    public void WriteWorkbooks(
        SourceFormat<Activity> format, Feed<Activity> feed, CancellationToken cancellationToken) =>
        Write(format, feed, ".xlsx", (rows, start) =>
        {
            var english = start.Month is 6 or 11;
            return Workbook.Bytes(
                english ? "Activities" : "Aktiviteter",
                english ? OfficeFormats.EnglishActivityHeader : format.Header,
                rows);
        }, cancellationToken);

    private void Write<T>(
        SourceFormat<T> format,
        Feed<T> feed,
        string extension,
        Func<List<string[]>, DateOnly, byte[]> encode,
        CancellationToken cancellationToken)
    {
        for (var month = 0; month < world.Window.MonthCount; month++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = world.Window.Start(month);
            var name = start.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            var (rows, planted) = Compose(format, feed.Month(month), name);
            var file = format.FileStart + name + extension;
            if (_habits.Missing.Contains($"{format.Source}/{name}"))
            {
                truth.Missing.Add($"{format.Source}/{file}", planted);
                continue;
            }

            var bytes = encode(rows, start);
            files.Add(format.Source, file, bytes);
            truth.Add(format.Source, file, planted);
            if (_habits.Repeated.Contains($"{format.Source}/{name}"))
            {
                var copy = format.FileStart + name + "_kopi" + extension;
                files.Add(format.Source, copy, bytes);
                truth.Copies.Add($"{format.Source}/{copy}", $"{format.Source}/{file}");
            }
        }
    }

    private (List<string[]> Rows, FileTruth Planted) Compose<T>(
        SourceFormat<T> format, IReadOnlyList<Told<T>> told, string month)
    {
        var random = world.Stream($"delivery/{format.Source}/{month}");
        var planted = new FileTruth();
        var rows = new List<string[]>(told.Count + 4);
        var again = new List<string[]>();
        foreach (var one in told)
        {
            Count(planted, one.Kind, one.Late);
            var row = format.Render(one.Item, one.Known, one.Kind == RowKind.Wrong);
            if (one.Kind == RowKind.Broken)
            {
                var breakage = random.Of(format.Breakages);
                planted.BrokenBy[breakage.Rule] = planted.BrokenBy.GetValueOrDefault(breakage.Rule) + 1;
                rows.Add(breakage.Break(row));
                continue;
            }

            planted.ThousandsSeparators += Group(row, format.AmountColumn, random);
            rows.Add(row);
            if (random.Chance(_habits.Rates["twice"]))
            {
                again.Add(row);
            }
        }

        rows.AddRange(again);
        planted.Duplicates = again.Count;
        planted.Rows = rows.Count;
        return (rows, planted);
    }

    private static void Count(FileTruth planted, RowKind kind, bool late)
    {
        planted.Broken += kind == RowKind.Broken ? 1 : 0;
        planted.Wrong += kind == RowKind.Wrong ? 1 : 0;
        planted.Corrections += kind == RowKind.Correction ? 1 : 0;
        planted.Redelivered += kind == RowKind.Redelivery ? 1 : 0;
        planted.Late += late ? 1 : 0;
    }

    private int Group(string[] row, int column, RandomStream random)
    {
        if (column < 0 || !random.Chance(_habits.Rates["thousands_separator"]))
        {
            return 0;
        }

        var grouped = Written.Grouped(row[column], random.Chance(0.5) ? ' ' : '\u00A0');
        row[column] = grouped ?? row[column];
        return grouped is null ? 0 : 1;
    }

    /// <summary>BIT runs on Windows and wrote Latin-1 until it was moved; Husbanken writes UTF-8.</summary>
    private byte[] Text<T>(SourceFormat<T> format, List<string[]> rows, DateOnly start)
    {
        var bit = format.Source.StartsWith("bit_", StringComparison.Ordinal);
        var encoding = bit && start.Year < _habits.Latin1Until ? Encoding.Latin1 : new UTF8Encoding(false);
        var text = new StringBuilder();
        Append(text, format.Header, bit);
        foreach (var row in rows)
        {
            Append(text, row, bit);
        }

        return encoding.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, string[] fields, bool windows)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            var field = fields[i];
            text.Append(i == 0 ? "" : ";");
            var quoted = field.Contains(';', StringComparison.Ordinal);
            text.Append(quoted ? $"\"{field}\"" : field);
        }

        text.Append(windows ? "\r\n" : "\n");
    }
}
