using System.Globalization;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>Each folder of <c>indicators/</c> has landed rows and the figures that must come of them.</summary>
public sealed class IndicatorCaseTests
{
    private static readonly DefinitionCatalog Catalog = Definitions.Load(Repository.Warehouse);

    public static TheoryData<string> Cases => Repository.Cases("indicators");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_give_the_figures_worked_out_by_hand(string indicator)
    {
        var folder = Path.Combine(Repository.Tests, "indicators", indicator);
        using var lake = TestLake.OfCase(folder);
        using var analysis = lake.Open(Catalog);

        var lines = File.ReadAllLines(Path.Combine(folder, "expected.csv")).Skip(1);
        var expected = lines.Select(line => line.Split(';')).ToList();
        var actual = expected.ConvertAll(line => Ask(analysis, indicator, line));

        Assert.NotEmpty(expected);
        Assert.Equal(expected.ConvertAll(line => string.Join(" ; ", line)), actual);
    }

    [Fact]
    public void Every_indicator_has_a_case()
    {
        var cases = Directory.GetDirectories(Path.Combine(Repository.Tests, "indicators")).Select(Path.GetFileName);

        Assert.Equal(Catalog.Indicators.Select(indicator => indicator.Id).Order(), cases.Order());
    }

    [Fact]
    public void Every_indicator_answers_by_each_of_its_dimensions_and_periods()
    {
        using var lake = new TestLake();
        using var analysis = lake.Open(Catalog);

        foreach (var indicator in Catalog.Indicators)
        {
            foreach (var period in indicator.Periods.Select(Period.WordOf))
            {
                var asked = indicator.Dimensions.Select(dimension => new[] { dimension, period }).Append([period]);
                Assert.All(asked, by => analysis.Query(Request(indicator.Id, by, [], "2011"), Token));
            }
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Ask(Analysis analysis, string indicator, string[] line)
    {
        var by = line[0].Split(',', StringSplitOptions.RemoveEmptyEntries);
        var where = line[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var table = analysis.Query(Request(indicator, by, where, line[2]), Token);
        var row = table.Rows.SingleOrDefault(row => string.Join('|', row.Keys) == line[3]);
        return string.Join(" ; ", line[..4].Append(row is null ? "no row" : Word(row.Figure, line[4])));
    }

    private static IndicatorRequest Request(
        string indicator, IReadOnlyList<string> by, Dictionary<string, string> where, string period) =>
        new([indicator], by, where, period);

    private static string Word(Figure figure, string expected) => figure switch
    {
        Figure.Value value => Number(value.Number, expected),
        Figure.Hidden => "hidden",
        Figure.NotMature => "not_mature",
        Figure.NotDefined => "not_defined",
        _ => "missing",
    };

    /// <summary>The expected text itself when it is the same number to ten decimals.</summary>
    private static string Number(double actual, string expected) =>
        double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(actual - number) < 1e-9
            ? expected
            : actual.ToString("R", CultureInfo.InvariantCulture);
}
