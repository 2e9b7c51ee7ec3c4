using System.Globalization;
using Maltall.App.Cli;
using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Etl.Land;
using Maltall.Warehouse;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;

namespace Maltall.App;

/// <summary>What is known of the deliveries behind the figures of a publication, on its day.</summary>
internal sealed class FigureEvidence
{
    private readonly HeldBack _heldBack;
    private readonly Lineage _lineage;
    private readonly Dictionary<string, Contract> _contracts;
    private readonly Dictionary<string, ILookup<string, Arrival>> _arrivals;
    private readonly Dictionary<string, DateOnly> _began;
    private readonly Dictionary<string, ExpectedArrival> _expected;
    private readonly Dictionary<string, IReadOnlyList<string>> _sources = [];
    private readonly DateOnly _today;

    /// <summary>Reads it.</summary>
    /// <param name="session">The contracts and the lake.</param>
    /// <param name="analysis">The publication, or what is about to be one.</param>
    public FigureEvidence(Session session, Analysis analysis)
    {
        _heldBack = HeldBack.Of(analysis, session);
        _lineage = Lineage.Load(session.Definitions("warehouse"));
        _contracts = session.Contracts.Contracts.ToDictionary(contract => contract.Table);
        var (log, at) = (new BatchLog(session.Lake), analysis.Publication.PublishedAt);
        var batches = log.Batches().Where(batch => batch.LandedAt <= at).ToList();
        _today = Day(at);
        _expected = session.Contracts.Contracts.Where(contract => contract.Expected is not null)
            .ToDictionary(contract => contract.Id, contract => contract.Expected!);
        _began = batches.GroupBy(batch => batch.Source)
            .ToDictionary(source => source.Key, source => Day(source.Min(batch => batch.LandedAt)));
        var calendar = new ArrivalCalendar(batches, log.Arrivals(), _today, Day);
        var months = batches.Select(batch => batch.Period).OfType<string>().Where(text => text.Length == 7)
            .Select(text => DateOnly.ParseExact($"{text}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        _arrivals = session.Contracts.Contracts.Where(contract => contract.Expected is not null && months.Count > 0)
            .ToDictionary(contract => contract.Table, contract =>
                calendar.Of(contract, months.Min(), months.Max()).ToLookup(arrival => arrival.Period));
    }

    /// <summary>Says how settled a figure is.</summary>
    /// <param name="indicator">Its indicator.</param>
    /// <param name="period">Its period.</param>
    /// <param name="district">Its district; null for more than one.</param>
    public Standing Judge(IndicatorDefinition indicator, Period period, string? district)
    {
        var behind = Sources(indicator).Where(_arrivals.ContainsKey)
            .SelectMany(table => Months(period).SelectMany(month => _arrivals[table][month]))
            .Where(arrival => district is null || arrival.Unit is null || arrival.Unit == district).ToList();
        return new Evidence(
            behind.Count,
            behind.Count(arrival => arrival.First is not null && arrival.Status != ArrivalStatus.Partial),
            behind.Count(IsLate),
            behind.Count(IsSettled),
            behind.Sum(arrival => arrival.Corrections),
            _heldBack.Share(indicator, period, district)).Standing;
    }

    // What a source delivered when it began, about the time before, was not late.
    private bool IsLate(Arrival arrival) => arrival.First is { } first && Day(first) > arrival.DueOn
        && arrival.DueOn >= _began[arrival.Source];

    // A month that came with too many rejects is settled too, once corrections are no longer usual.
    private bool IsSettled(Arrival arrival) => arrival.Status == ArrivalStatus.Final
        || (arrival.Status == ArrivalStatus.Partial && _expected[arrival.Source] is var expected
            && _today > arrival.DueOn.AddDays(expected.FinalAfterDays - expected.LagDays));

    private IReadOnlyList<string> Sources(IndicatorDefinition indicator)
    {
        if (!_sources.TryGetValue(indicator.Id, out var tables))
        {
            Measurement?[] sides = [indicator.Numerator, indicator.Denominator];
            tables = [.. sides.OfType<Measurement>().SelectMany(side => _lineage.LandedOf(side.Table)).Distinct()
                .Where(_contracts.ContainsKey)];
            _sources.Add(indicator.Id, tables);
        }

        return tables;
    }

    private static IEnumerable<string> Months(Period period)
    {
        for (var month = period.Start; month < period.End; month = month.AddMonths(1))
        {
            yield return month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        }
    }

    private static DateOnly Day(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Session.Oslo).Date);
}
