using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>
/// Every indicator at every level and period against SQL that is written by hand over the landed Parquet files: all
/// cells, those hidden, missing or not mature as well.
/// </summary>
[Collection(GeneratedRows.Shared)]
public sealed class IndependentFiguresTests(GeneratedRows generated, ThousandsOfRows invented)
    : IClassFixture<ThousandsOfRows>
{
    private static readonly DefinitionCatalog Catalog = Definitions.Load(Repository.Warehouse);

    /// <summary>Days after the period on which a cohort figure is first known, by the descriptions.</summary>
    private static readonly Dictionary<string, int> WindowDays = new()
    {
        ["mapped_within_30_days_share"] = 30,
        ["housed_within_6_months"] = 183,
        ["evictions_carried_out_share"] = 365,
        ["still_housed_24_months"] = 731,
    };

    public static TheoryData<string> Indicators => [.. Catalog.Indicators.Select(indicator => indicator.Id)];

    /// <summary>Indicators of the tables that are invented at random, where any day meets any other.</summary>
    public static TheoryData<string> OfInvented => [.. Catalog.Indicators.Select(indicator => indicator.Id)
        .Where(id => !HandWrittenFigures.Reads(id, "bit_tenancy", "programme_activity", "peer_", "from batch"))];

    [Theory]
    [MemberData(nameof(Indicators))]
    public void Generated_deliveries_give_the_figures_of_hand_written_sql_at_every_level_and_period(string indicator) =>
        CompareAll(generated.Analysis, generated.Lake, indicator, (2009, 2015));

    [Theory]
    [MemberData(nameof(OfInvented))]
    public void Invented_rows_give_the_figures_of_hand_written_sql_at_every_level_and_period(string indicator) =>
        CompareAll(invented.Analysis, invented.Lake, indicator, (2010, 2013));

    [Fact]
    public void Every_indicator_has_its_hand_written_sql()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Tests, "figures"))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(Catalog.Indicators.Select(indicator => indicator.Id).Order(), files.Order());
    }

    [Fact]
    public void Every_sign_of_an_absent_figure_is_met()
    {
        var request = new IndicatorRequest(
            ["still_housed_24_months", "waiting_days_median"], ["district", "month"], NoFilter, "2010..2013");
        var figures = generated.Analysis.Query(request, Token).Rows.Select(row => row.Figure.GetType()).Distinct();

        Assert.Superset(
            new HashSet<Type>
            {
                typeof(Figure.Value), typeof(Figure.Hidden), typeof(Figure.NotMature), typeof(Figure.NotDefined),
            },
            figures.ToHashSet());
        using var evictions = new HandWrittenFigures(generated.Lake, "eviction_requests", (2009, 2015));
        Assert.Equal([new DateOnly(2013, 7, 1)], evictions.Gaps);
    }

    [Fact]
    public void Generated_deliveries_pass_every_check() => Assert.Empty(generated.Checks);

    private static Dictionary<string, string> NoFilter { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void CompareAll(
        Analysis analysis, TestLake lake, string indicator, (int First, int Last) years)
    {
        var definition = Catalog.Indicator(indicator);
        using var byHand = new HandWrittenFigures(lake, indicator, years);
        var levels = definition.Dimensions.Select(name => new[] { name }).Prepend([]);
        var longest = Period.WordOf(definition.Periods.Max());
        var questions = definition.Periods.Select(Period.WordOf)
            .SelectMany(kind => levels.Select(level => new Question(level, kind, false)))
            .Append(new Question([.. definition.Dimensions.Except(["area"])], longest, true))
            .ToList();
        var answers = questions.ConvertAll(question => Compare(analysis, definition, byHand, question));

        var differences = answers.SelectMany(answer => answer.Differences.Take(5)).Take(40).ToList();
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.All(answers, answer => Assert.True(answer.Cells > 0));
        Assert.Contains(answers, answer => answer.Values > 0);
    }

    private static Answer Compare(
        Analysis analysis, IndicatorDefinition indicator, HandWrittenFigures byHand, Question question)
    {
        var (level, kind, totals) = question;
        var years = $"{byHand.First.Year}..{byHand.Last.Year}";
        var request = new IndicatorRequest([indicator.Id], [.. level, kind], NoFilter, years)
        {
            Totals = totals,
        };
        var figures = analysis.Query(request, Token).Rows
            .ToDictionary(row => string.Join('|', row.Keys), row => row.Figure);
        var cells = byHand.Cells(level, kind, totals);
        var periods = byHand.Periods(kind);

        var lacking = cells.Keys.Select(place => place.Keys).Where(keys => !figures.ContainsKey(keys))
            .Select(keys => $"{question}: {keys} is not answered");
        var wrong = figures.Select(pair => (pair.Key, Actual: pair.Value, Promised: Promise(
                indicator, byHand, periods[pair.Key[(pair.Key.LastIndexOf('|') + 1)..]],
                side => cells.GetValueOrDefault((pair.Key, side)))))
            .Where(cell => !cell.Promised.IsKeptBy(cell.Actual))
            .Select(cell => $"{question}: {cell.Key} should be {cell.Promised} and is {cell.Actual}");
        return new Answer([.. lacking, .. wrong], figures.Count, figures.Values.Count(IsShown));
    }

    private static PromisedFigure Promise(
        IndicatorDefinition indicator, HandWrittenFigures byHand, HandPeriod period, Func<string, HandSide> side)
    {
        if (period.Last.AddDays(WindowDays.GetValueOrDefault(indicator.Id)) > byHand.Last)
        {
            return new PromisedFigure("not mature");
        }

        var isUnstated = byHand.Stated.Any(name => side(name).Observations == 0);
        return period.First < byHand.First || byHand.Gaps.Any(period.Holds) || isUnstated
            ? new PromisedFigure("missing")
            : PromisedFigure.Make(indicator, side("counted"), byHand.Divides ? side("of") : null);
    }

    private static bool IsShown(Figure figure) => figure is Figure.Value { Number: not 0 };

    private sealed record Question(IReadOnlyList<string> Level, string Kind, bool Totals)
    {
        public override string ToString() =>
            $"by {string.Join(',', Level.Append(Kind))}{(Totals ? " with totals" : "")}";
    }

    private sealed record Answer(IReadOnlyList<string> Differences, int Cells, int Values);
}
