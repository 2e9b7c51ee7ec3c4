using System.Globalization;
using CsCheck;
using Maltall.Lake;
using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>Random histories, published twice, against the same histories worked out row by row.</summary>
public sealed class WhyPropertyTests
{
    private static readonly DefinitionCatalog Shipped = Definitions.Load(Repository.Warehouse);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Published_tables_give_the_parts_worked_out_row_by_row()
    {
        using var lake = new TestLake();
        Write(lake, "calendar", File.ReadAllText(Path.Combine(Repository.Warehouse, "sql", "calendar.sql")));
        Write(lake, "coverage", "select 'application' as table_name, date '2011-12-01' as month_start");
        History.Any.Sample(history => Judge(lake, history), iter: 40, threads: 1, seed: "0000KDKj9KH9");
    }

    private static void Judge(TestLake lake, History history)
    {
        var rows = history.Rows.Select((row, key) => (Key: key, row.Old, row.New)).ToList();
        using var from = Publish(
            lake, [.. rows.Where(row => row.Old is not null).Select(row => (row.Key, row.Old!))], history.Areas.Old,
            history.Meanings.Old);
        using var to = Publish(
            lake, [.. rows.Where(row => row.New is not null).Select(row => (row.Key, row.New!))], history.Areas.New,
            history.Meanings.New);
        var request = new IndicatorRequest(["applications"], ["area"], new Dictionary<string, string>(), "2011-12");

        var cells = new Comparison(from, to, Grains.Load(Repository.Warehouse)).Why(request, Token).Rows
            .ToDictionary(cell => cell.Keys[0]);

        for (var area = 0; area < 2; area++)
        {
            var states = Enumerable.Range(0, ChangeParts.States).Select(state => history.Value(state, area)).ToList();
            var cell = cells.GetValueOrDefault(Area(area));
            var size = states.Max(state => Math.Abs(state ?? 0)) + 1;
            Assert.Equal(Numbers(ChangeParts.Of(states)), Numbers(cell?.Parts), (one, other) =>
                Math.Abs(one - other) <= 1e-9 * size);
            Assert.Equal(states[0] ?? 0, (cell?.Old as Figure.Value)?.Number ?? 0, 1e-9 * size);
            Assert.Equal(states[^1] ?? 0, (cell?.New as Figure.Value)?.Number ?? 0, 1e-9 * size);
        }
    }

    private static double[] Numbers(ChangeParts? parts) => parts is null ? []
        : [parts.NewEvents, parts.LateData, parts.Corrections, parts.Geography, parts.Definition, parts.Coverage];

    private static Analysis Publish(
        TestLake lake, IReadOnlyList<(int Key, Event Row)> rows, int[] areas, Meaning meaning)
    {
        Write(lake, "application", rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"({row.Key}, '0{row.Row.Place}', {Day(row.Row.Day)}, {Day(row.Row.Next)}, {row.Row.Amount:R}::double)")),
            "application_id integer, district_id varchar, received_on date, mapped_on date, amount double");
        Write(lake, "district", areas.Select((area, place) =>
            $"('0{place}', '0{place}', 'D', '{Area(area)}', date '2004-01-01', date '9999-12-31')"),
            "district_id varchar, district_code varchar, district_name varchar, area_name varchar, "
            + "valid_from date, valid_to date");
        string[] tables = ["calendar", "coverage", "application", "district"];
        var publication = new Publication
        {
            PublicationId = "p", PublishedAt = DateTimeOffset.UnixEpoch, RunId = "r", InputsHash = "0",
            Synthetic = true,
            Versions = tables.ToDictionary(
                table => $"conformed/{table}", table => lake.Lake.Table($"conformed/{table}").Latest()?.Version ?? 0),
            DataUntil = new DateOnly(2011, 12, 31),
        };
        return Analysis.Open(lake.Lake, publication, () => Shipped with { Indicators = [Defined(meaning)] });
    }

    private static IndicatorDefinition Defined(Meaning meaning)
    {
        var filter = string.Create(
            CultureInfo.InvariantCulture, $"mapped_on is not null and amount >= {meaning.Least}");
        var all = new Measurement("application", "count") { Date = "received_on" };
        var counted = all with { Filter = filter };
        var whole = Shipped.Indicator("applications") with { Protected = false, Numerator = counted };
        return meaning.Kind switch
        {
            Kind.Count => whole,
            Kind.Sum => whole with { Kind = IndicatorKind.Sum, Numerator = Amount("sum", filter) },
            Kind.Share => whole with { Kind = IndicatorKind.Share, Denominator = all },
            Kind.Ratio => whole with
            {
                Kind = IndicatorKind.Ratio, Numerator = Amount("sum", null), Denominator = counted,
            },
            _ => whole with { Kind = IndicatorKind.Median, Numerator = Amount("median", filter) },
        };
    }

    private static Measurement Amount(string aggregate, string? filter) => new("application", aggregate)
    {
        Date = "received_on", Value = "amount", Filter = filter,
    };

    private static string Area(int area) => area == 0 ? "Groruddalen" : "Resten av Oslo";

    private static string Day(int? day) => day is { } given
        ? string.Create(CultureInfo.InvariantCulture, $"date '2011-12-17' + {given}") : "null";

    private static void Write(TestLake lake, string table, IEnumerable<string> values, string columns)
    {
        var names = columns.Split(", ").Select(column => column.Split(' ')).ToList();
        var typed = string.Join(", ", names.Select(column => $"{column[0]}::{column[1]} as {column[0]}"));
        var nobody = $"({string.Join(", ", names.Select(_ => "null"))})";
        Write(lake, table, $"""
            select {typed}
            from (values {string.Join(", ", values.DefaultIfEmpty(nobody))})
                as rows ({string.Join(", ", names.Select(column => column[0]))})
            where {names[0][0]} is not null
            """);
    }

    private static void Write(TestLake lake, string table, string select)
    {
        using var connection = LakeConnection.Open();
        new TableWriter(lake.Lake.Table($"conformed/{table}"), connection).ReplaceAll(
            new Write(select, [], null, new Dictionary<string, string>()), Token);
    }
}
