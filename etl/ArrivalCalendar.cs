using System.Globalization;

namespace Maltall.Etl;

/// <summary>How far a month's delivery has come.</summary>
public enum ArrivalStatus
{
    /// <summary>It has not come, and is not due yet.</summary>
    Expected,

    /// <summary>It has not come, and was due.</summary>
    Missing,

    /// <summary>It has come, but a larger share of its rows than the contract allows is rejected.</summary>
    Partial,

    /// <summary>It has come, after it was due.</summary>
    Late,

    /// <summary>It has come in time.</summary>
    Arrived,

    /// <summary>It has come whole, and the month is so long past that it is taken as settled.</summary>
    Final,
}

/// <summary>Rows of one district, or other unit, in a delivery; a row of <c>operations/arrival</c>.</summary>
/// <param name="BatchId">The delivery.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="Rows">Rows that were landed, or stood there already.</param>
/// <param name="Rejected">Rows that were rejected and name the unit.</param>
public sealed record UnitRows(string BatchId, string Unit, long Rows, long Rejected);

/// <summary>What has come of one source, for one district and one month.</summary>
/// <param name="Source">Id of the contract.</param>
/// <param name="Unit">Code of the district; null for a source that is expected as a whole.</param>
/// <param name="Period">The month, such as 2012-03.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="DueOn">Last day on which it is in time.</param>
public sealed record Arrival(string Source, string? Unit, string Period, ArrivalStatus Status, DateOnly DueOn)
{
    /// <summary>When it first came; null when it has not.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>When it last came.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>Rows of the largest delivery for the month.</summary>
    public long Rows { get; init; }

    /// <summary>Rejected rows of the last delivery for the month.</summary>
    public long Rejected { get; init; }

    /// <summary>Deliveries for the month after the first.</summary>
    public long Corrections { get; init; }
}

/// <summary>The arrival calendar: source by district by month, as of a day.</summary>
/// <param name="batches">The deliveries on record.</param>
/// <param name="units">Their rows by district.</param>
/// <param name="today">The day, in Oslo.</param>
/// <param name="dayOf">The day of an instant, in Oslo.</param>
public sealed class ArrivalCalendar(
    IReadOnlyList<Batch> batches, IReadOnlyList<UnitRows> units, DateOnly today, Func<DateTimeOffset, DateOnly> dayOf)
{
    private readonly ILookup<string, UnitRows> _units = units.ToLookup(one => one.BatchId);

    /// <summary>The newest month that any source has delivered for; null when there is none.</summary>
    public DateOnly? NewestMonth => batches.Where(IsLanded).Select(batch => (DateOnly?)Month(batch)).Max();

    /// <summary>The months of a source, oldest first, each with its districts in order of code.</summary>
    /// <param name="contract">A source with <see cref="Contract.Expected"/>; another gives nothing.</param>
    /// <param name="first">First day of the first month.</param>
    /// <param name="last">First day of the last month; months that are not over are left out.</param>
    /// <remarks>A district is expected when the source has ever had rows of it.</remarks>
    public IReadOnlyList<Arrival> Of(Contract contract, DateOnly first, DateOnly last)
    {
        if (contract.Expected is not { } expected)
        {
            return [];
        }

        var landed = batches.Where(batch => batch.Source == contract.Id && IsLanded(batch)).ToLookup(Month);
        List<string?> places = expected.By is null ? [null]
            : [.. landed.SelectMany(month => month).SelectMany(batch => _units[batch.BatchId])
                .Select(one => one.Unit).Distinct().Order(StringComparer.Ordinal)];
        var calendar = new List<Arrival>();
        for (var month = first; month <= last && month.AddMonths(1) <= today; month = month.AddMonths(1))
        {
            var deliveries = landed[month].OrderBy(batch => batch.LandedAt).ToList();
            calendar.AddRange(places.Select(place => Judge(contract.Id, place, month, (expected, deliveries))));
        }

        return calendar;
    }

    private Arrival Judge(
        string source, string? unit, DateOnly month, (ExpectedArrival Expected, List<Batch> Batches) work)
    {
        var (expected, all) = work;
        var end = month.AddMonths(1);
        var due = end.AddDays(expected.LagDays);
        var came = all.Select(batch => (batch.LandedAt, Counts: Counts(batch, unit)))
            .Where(one => unit is null || one.Counts.Rows + one.Counts.Rejected > 0).ToList();
        var period = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (came.Count == 0)
        {
            return new Arrival(source, unit, period, today > due ? ArrivalStatus.Missing : ArrivalStatus.Expected, due);
        }

        var (rows, rejected) = came[^1].Counts;
        var status = rejected > expected.PartialAbove * (rows + rejected) ? ArrivalStatus.Partial
            : today > end.AddDays(expected.FinalAfterDays) ? ArrivalStatus.Final
            : dayOf(came[0].LandedAt) > due ? ArrivalStatus.Late
            : ArrivalStatus.Arrived;
        return new Arrival(source, unit, period, status, due)
        {
            First = came[0].LandedAt, Last = came[^1].LandedAt, Rows = came.Max(one => one.Counts.Rows),
            Rejected = rejected, Corrections = came.Count - 1,
        };
    }

    private (long Rows, long Rejected) Counts(Batch batch, string? unit) => unit is null
        ? (batch.Landed + batch.Duplicate, batch.Rejected)
        : _units[batch.BatchId].Where(one => one.Unit == unit)
            .Aggregate((0L, 0L), (sum, one) => (sum.Item1 + one.Rows, sum.Item2 + one.Rejected));

    private static bool IsLanded(Batch batch) => batch is { Status: "landed", Period: not null };

    private static DateOnly Month(Batch batch) =>
        DateOnly.ParseExact($"{batch.Period}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
