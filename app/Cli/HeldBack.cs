using System.Globalization;
using Maltall.App.Setup;
using Maltall.Warehouse;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Cli;

/// <summary>How much of what was delivered behind a figure was held back, as a share from 0 to 1.</summary>
internal sealed class HeldBack
{
    private const string Whole = "all";
    private readonly ILookup<(string Source, string District), Month> _months;
    private readonly Dictionary<string, IReadOnlyList<string>> _sources = [];
    private readonly Dictionary<(string Indicator, Period Period, string? District), double?> _shares = [];
    private readonly Lineage _lineage;
    private readonly Dictionary<string, string> _sourceOf;

    private HeldBack(ILookup<(string, string), Month> months, Session session)
    {
        _months = months;
        _lineage = Lineage.Load(session.Definitions("warehouse"));
        _sourceOf = session.Contracts.Contracts.ToDictionary(contract => contract.Table, contract => contract.Id);
    }

    /// <summary>Reads what a publication knows; nothing when it is older than the table.</summary>
    public static HeldBack Of(Analysis analysis, Session session)
    {
        const string Select = """
            select source, district_code, month_start::date, rows_in, rejected_rows, unplaced_rows
            from conformed.held_back
            """;
        var rows = analysis.Publication.Versions.ContainsKey("conformed/held_back")
            ? analysis.Sql(Select, session.Cancellation).Rows : [];
        return new HeldBack(rows.ToLookup(row => ($"{row[0]}", $"{row[1]}"), row => new Month(
            (DateOnly)(row[2] ?? default(DateOnly)), Count(row[3]), Count(row[4]), Count(row[5]))), session);
    }

    /// <summary>
    /// The greatest share over the sources behind an indicator; null when none of them names its months.
    /// </summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="period">The figure's period.</param>
    /// <param name="district">The figure's district; null for more than one. Where the district of a rejected row could
    /// not be read, the source's own share is taken when it is greater.</param>
    public double? Share(IndicatorDefinition indicator, Period period, string? district)
    {
        if (!_shares.TryGetValue((indicator.Id, period, district), out var share))
        {
            share = Sources(indicator).Select(source => Share(source, period, district)).Max();
            _shares.Add((indicator.Id, period, district), share);
        }

        return share;
    }

    private double? Share(string source, Period period, string? district)
    {
        var whole = Sum(source, Whole, period);
        if (district is null || whole.Rows == 0)
        {
            return Ratio(whole);
        }

        var own = Sum(source, district, period);
        return own.Unplaced > 0 || own.Rows == 0 ? Math.Max(Ratio(own) ?? 0, Ratio(whole) ?? 0) : Ratio(own);
    }

    private (long Rows, long Rejected, long Unplaced) Sum(string source, string district, Period period) =>
        _months[(source, district)].Where(month => month.Start >= period.Start && month.Start < period.End)
            .Aggregate((0L, 0L, 0L), (sum, month) =>
                (sum.Item1 + month.Rows, sum.Item2 + month.Rejected, sum.Item3 + month.Unplaced));

    private static double? Ratio((long Rows, long Rejected, long Unplaced) sum) =>
        sum.Rows == 0 ? null : (double)sum.Rejected / sum.Rows;

    private IReadOnlyList<string> Sources(IndicatorDefinition indicator)
    {
        if (!_sources.TryGetValue(indicator.Id, out var sources))
        {
            Measurement?[] sides = [indicator.Numerator, indicator.Denominator];
            sources = [.. sides.OfType<Measurement>().SelectMany(side => _lineage.LandedOf(side.Table)).Distinct()
                .Select(table => _sourceOf.GetValueOrDefault(table)).OfType<string>()];
            _sources.Add(indicator.Id, sources);
        }

        return sources;
    }

    private static long Count(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private sealed record Month(DateOnly Start, long Rows, long Rejected, long Unplaced);
}
