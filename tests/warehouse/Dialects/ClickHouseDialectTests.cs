using System.Globalization;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.ADO.Parameters;
using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests.Dialects;

/// <summary>The same figures from ClickHouse's engine as from the engine within the program.</summary>
public sealed class ClickHouseDialectTests(TwoPublications lake) : IClassFixture<TwoPublications>
{
    public static TheoryData<string> Indicators =>
        [.. Definitions.Load(Repository.Warehouse).Indicators.Select(indicator => indicator.Id)];

    [Theory]
    [MemberData(nameof(Indicators))]
    public void Both_engines_give_the_same_figures_by_every_dimension_and_period(string id)
    {
        using var ours = lake.Read(byClickHouse: false);
        using var theirs = lake.Read(byClickHouse: true);
        var indicator = lake.Catalog.Indicator(id);

        var found = 0;
        foreach (var period in indicator.Periods.Select(Period.WordOf))
        {
            // With totals, two dimensions give each of them alone, both and neither.
            var asked = indicator.Dimensions.Chunk(2).DefaultIfEmpty([]);
            found += asked.Sum(by => Compare(ours, theirs, Request(id, [.. by, period])));
        }

        Assert.True(found > 0, "No cell has a figure.");
    }

    [Fact]
    public void An_older_publication_gives_its_own_figures_from_both()
    {
        using var now = lake.Read(byClickHouse: true);
        using var ours = lake.Read(byClickHouse: false, lake.First);
        using var theirs = lake.Read(byClickHouse: true, lake.First);
        var request = new IndicatorRequest(["waiting_households"], ["district", "month"], None, "2012..2013");

        Assert.NotEqual(lake.First.PublicationId, lake.Second.PublicationId);
        Assert.True(Compare(ours, theirs, request) > 0);
        Assert.True(Values(theirs, request) < Values(now, request), "2013 is in the later one alone.");
    }

    [Fact]
    public void Where_nothing_was_delivered_both_say_so()
    {
        using var empty = new TestLake();
        var candidate = empty.Conform().Candidate;
        Publisher.Publish(empty.Lake, candidate, empty.Check(candidate), "run", Token);
        using var ours = lake.Read(byClickHouse: false, from: empty);
        using var theirs = lake.Read(byClickHouse: true, from: empty);

        Assert.All(lake.Catalog.Indicators, indicator => Compare(ours, theirs,
            new IndicatorRequest([indicator.Id], [Period.WordOf(indicator.Periods[0])], None, "2011")));
    }

    [Theory]
    [InlineData("year(received_on) * 10000 + month(received_on) * 100 + day(received_on) + quarter(decided_on)")]
    [InlineData("date_diff('day', decided_on, moved_in_on) - coalesce(waiting_days, 7)")]
    [InlineData("date_diff('month', received_on, make_date(2014, 2, 1)) + date_diff('year', received_on, decided_on)")]
    [InlineData("day(last_day(received_on)) + month(received_on + 40)")]
    [InlineData("least(child_count, bedrooms, 2) * 100 + greatest(waiting_days, bedrooms, 3)")]
    [InlineData("abs(bedrooms - 3) + ceil(bedrooms * 0.4) + floor(-0.4 * bedrooms) + nullif(bedrooms, 2)")]
    [InlineData("length(household_type || decision) + length(replace(upper('bærø' || decision), 'Æ', 'aeo'))")]
    [InlineData("length(trim('  ' || lower('ÆØÅ ') || decision)) + length(substring(household_type, 2, 3))")]
    [InlineData("case when lower('ÆØÅ') = 'æøå' and substring('æøå', 2, 1) = 'ø' then 3 else bedrooms end")]
    [InlineData("case when starts_with(decision, 'inn') then 1 when ends_with(decision, 'slag') then 10 else 100 end")]
    [InlineData("case when decision like 'a_s%' or household_type not in ('par', 'enslig') then 1 else 0 end")]
    [InlineData("case when not (moved_in_on > decided_on) then 1 when moved_in_on is null then 10 else 100 end")]
    [InlineData("case when moved_in_on between received_on and date '2013-03-01' and is_new_applicant then 1 end")]
    [InlineData("case when waiting_days in (null, 30) then 1 when (waiting_days <> 9) is null then 10 else 100 end")]
    public void The_words_of_the_subset_mean_the_same_to_both(string value)
    {
        var applications = lake.Catalog.Indicator("applications");
        var catalog = lake.Catalog with
        {
            Indicators =
            [
                applications with
                {
                    Kind = IndicatorKind.Sum,
                    Numerator = applications.Numerator with { Aggregate = "sum", Value = value },
                },
            ],
        };
        using var ours = lake.Read(byClickHouse: false, catalog: catalog);
        using var theirs = lake.Read(byClickHouse: true, catalog: catalog);

        var request = new IndicatorRequest(["applications"], ["household_type", "quarter"], None, null);

        Assert.True(Compare(ours, theirs, request) > 20);
    }

    [Fact]
    public void A_value_of_where_is_a_value_and_never_a_word_of_the_statement()
    {
        using var ours = lake.Read(byClickHouse: false);
        using var theirs = lake.Read(byClickHouse: true);
        var request = new IndicatorRequest(
            ["applications"], ["year"], new Dictionary<string, string> { ["area"] = "Groruddalen" }, null);
        var sly = request with { Where = new Dictionary<string, string> { ["area"] = "x' or '1' = '1" } };

        var statement = theirs.Explain(request);
        var refused = Assert.Throws<UserError>(() => theirs.Query(sly, Token));

        Assert.Contains("There is no area", refused.What, StringComparison.Ordinal);
        Assert.DoesNotContain("'Groruddalen'", statement, StringComparison.Ordinal);
        Assert.Contains("{area:String}", statement, StringComparison.Ordinal);
        Assert.True(Compare(ours, theirs, request) > 0);
    }

    [Fact]
    public void The_driver_carries_any_letters_as_a_value()
    {
        const string Sly = "Gro'r\\' or 1 = 1 --\tæ\n{x:String}";
        using var connection = new ClickHouseConnection(lake.Connection);
        using var command = connection.CreateCommand();
        command.CommandText = "select {word:String} as word";
        command.Parameters.Add(new ClickHouseDbParameter { ParameterName = "word", Value = Sly });

        using var reader = command.ExecuteReader();

        Assert.True(reader.Read());
        Assert.Equal(Sly, reader.GetString(0));
    }

    [Fact]
    public void A_server_that_is_not_there_is_said_without_the_password()
    {
        using var analysis = lake.ReadBy("Host=127.0.0.1;Port=9;Username=u;Password=hemmelig");

        var error = Assert.Throws<UserError>(() => analysis.Query(Request("applications", ["year"]), Token));

        Assert.Contains("http://127.0.0.1:9", error.What, StringComparison.Ordinal);
        Assert.DoesNotContain("hemmelig", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Password=hemmelig;Port=many")]
    [InlineData("hemmelig")]
    [InlineData("")]
    public void A_wrong_connection_string_is_refused_without_repeating_it(string connection)
    {
        var error = Assert.Throws<UserError>(() => lake.ReadBy(connection));

        Assert.Contains("setting clickhouse", error.What, StringComparison.Ordinal);
        Assert.DoesNotContain("hemmelig", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_does_not_see_the_lake_says_so()
    {
        using var analysis = lake.ReadBy(lake.Connection, "/no/such/lake");

        var error = Assert.Throws<UserError>(() => analysis.Query(Request("applications", ["year"]), Token));

        Assert.Contains("refuses the question", error.What, StringComparison.Ordinal);
        Assert.Contains("clickhouse_lake", error.Remedy, StringComparison.Ordinal);
    }

    private static IndicatorRequest Request(string id, string[] by) =>
        new([id], by, None, null) { Totals = by.Length > 1 };

    private static Dictionary<string, string> None { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Values(Analysis analysis, IndicatorRequest request) =>
        analysis.Query(request, Token).Rows.Count(row => row.Figure is Figure.Value);

    /// <summary>Compares, and gives the number of cells with a figure.</summary>
    private static int Compare(Analysis ours, Analysis theirs, IndicatorRequest request)
    {
        var left = ours.Query(request, Token).Rows;
        var right = theirs.Query(request, Token).Rows;

        Assert.Equal(left.Select(row => string.Join('|', row.Keys)), right.Select(row => string.Join('|', row.Keys)));
        Assert.All(left.Zip(right), pair => Same(pair.First.Figure, pair.Second.Figure));
        return left.Count(row => row.Figure is Figure.Value);
    }

    private static void Same(Figure ours, Figure theirs)
    {
        if (ours is Figure.Value left && theirs is Figure.Value right)
        {
            Assert.Equal(left.Numerator, right.Numerator);
            Assert.Equal(left.Denominator, right.Denominator);
            Assert.Equal(left.Observations, right.Observations);
            Close(left.Number, right.Number);
            Assert.Equal(left.Interval is null, right.Interval is null);
            Close(left.Interval?.Low ?? 0, right.Interval?.Low ?? 0);
            Close(left.Interval?.High ?? 0, right.Interval?.High ?? 0);
            return;
        }

        Assert.Equal(ours, theirs);
    }

    private static void Close(double ours, double theirs) => Assert.True(
        Math.Abs(ours - theirs) <= 1e-12 * Math.Max(1, Math.Abs(ours)),
        string.Create(CultureInfo.InvariantCulture, $"{ours:R} and {theirs:R}"));
}
