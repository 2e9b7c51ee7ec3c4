using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Models;
using Maltall.Models.Reconcile;
using Maltall.Warehouse;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;

namespace Maltall.App;

/// <summary>
/// Forecasts monthly applications per district, Groruddalen and Oslo. It takes raw totals by the warehouse's one
/// door for models; what it publishes are distributions of what is to come, and none for a district with fewer than
/// five a month.
/// </summary>
/// <param name="session">Where it works.</param>
public sealed class DemandForecast(Session session)
{
    /// <summary>Name of the table that it publishes.</summary>
    public const string TableName = "published/forecast";

    /// <summary>The indicator that every run forecasts.</summary>
    public const string Demand = "applications";

    /// <summary>Months ahead that every run forecasts.</summary>
    public const int Horizon = 12;

    private const int MonthsAYear = 12;
    private const int LookBack = 24;
    private const double LeastAMonth = 5;
    private const string Others = "others";
    private static readonly string[] Groruddalen = ["09", "10", "11", "12"];

    /// <summary>The levels of the intervals, in percent.</summary>
    public static IReadOnlyList<int> Levels { get; } = [80, 95];

    /// <summary>Forecasts from a candidate and adds the forecasts to it.</summary>
    public PublicationCandidate Publish(PublicationCandidate candidate, CancellationToken cancellation)
    {
        var definitions = Definitions.Load(session.Definitions("warehouse"));
        using var analysis = Analysis.Open(session.Lake, definitions, candidate);
        var forecasts = Of(analysis, Demand, new ForecastRequest(Horizon, Levels), cancellation);
        if (forecasts.Count == 0)
        {
            return candidate;
        }

        var table = session.Lake.Table(TableName);
        using var connection = LakeConnection.Open();
        Load(connection, forecasts);
        var note = new Dictionary<string, string> { ["step"] = "forecast" };
        new TableWriter(table, connection).ReplaceAll(
            new Write("from forecast order by place, step", [], null, note), cancellation);
        return candidate.With(table);
    }

    /// <summary>Forecasts an indicator's monthly totals: districts, then the sums Groruddalen and Oslo.</summary>
    /// <param name="analysis">The publication or candidate whose totals are used.</param>
    /// <param name="indicator">An indicator that counts or sums per month and district.</param>
    /// <param name="request">How far, and with which intervals.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UserError">The indicator cannot be added up over districts.</exception>
    public static IReadOnlyList<Forecast> Of(
        Analysis analysis, string indicator, ForecastRequest request, CancellationToken cancellation)
    {
        var panel = Panel(analysis, indicator, cancellation);
        if (panel.Count == 0)
        {
            return [];
        }

        var ids = panel.Select(series => series.Id).ToList();
        var totals = new List<Hierarchy> { new("oslo", ids) };
        if (Groruddalen.All(ids.Contains))
        {
            totals.Add(new Hierarchy("groruddalen", Groruddalen));
        }

        return Forecaster.Run(panel, totals, request, cancellation).Forecasts
            .Where(forecast => forecast.SeriesId != Others).ToList();
    }

    private static List<Series> Panel(Analysis analysis, string indicator, CancellationToken cancellation)
    {
        var until = analysis.Publication.DataUntil;
        var totals = analysis.RawTotals(indicator, cancellation)
            .Where(total => until is null || total.Month.End <= until.Value.AddDays(1)).ToList();
        if (totals.Count == 0)
        {
            return [];
        }

        var first = totals.Min(total => Ordinal(total.Month));
        var last = totals.Max(total => Ordinal(total.Month));
        var start = new Models.Period(Models.PeriodKind.Month, first);
        return totals.GroupBy(total => total.District)
            .Select(group => (District: group.Key, Values: Dense(group, first, last)))
            .GroupBy(one => IsLarge(one.Values) ? one.District : Others)
            .Select(group => new Series(group.Key, MonthsAYear, start, Sum(group.Select(one => one.Values))))
            .OrderBy(series => series.Id, StringComparer.Ordinal).ToList();
    }

    private static bool IsLarge(double[] values) => values.TakeLast(LookBack).Average() >= LeastAMonth;

    private static double[] Dense(IEnumerable<RawTotal> totals, long first, long last)
    {
        var values = new double[last - first + 1];
        foreach (var total in totals)
        {
            values[Ordinal(total.Month) - first] += total.Amount;
        }

        return values;
    }

    private static double[] Sum(IEnumerable<double[]> many) =>
        many.Aggregate((sum, next) => sum.Zip(next, (left, right) => left + right).ToArray());

    private static long Ordinal(Warehouse.Measure.Period month) => (month.Year * (long)MonthsAYear) + month.Number - 1;

    private static void Load(DuckDB.NET.Data.DuckDBConnection connection, IReadOnlyList<Forecast> forecasts)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = """
                create temp table forecast (indicator varchar, place varchar, step bigint, period varchar, mean double,
                    lo80 double, hi80 double, lo95 double, hi95 double, model varchar, reason varchar,
                    is_tested boolean)
                """;
            command.ExecuteNonQuery();
        }

        using var appender = connection.CreateAppender("forecast");
        foreach (var (forecast, step) in forecasts.SelectMany(forecast =>
            forecast.Steps.Select(step => (forecast, step))))
        {
            appender.CreateRow().AppendValue(Demand).AppendValue(forecast.SeriesId).AppendValue((long)step.Step)
                .AppendValue(step.Period.ToString()).AppendValue(step.Mean).AppendValue(step.At(80).Low)
                .AppendValue(step.At(80).High).AppendValue(step.At(95).Low).AppendValue(step.At(95).High)
                .AppendValue(forecast.Model).AppendValue(forecast.Reason).AppendValue(step.Tested).EndRow();
        }
    }
}
