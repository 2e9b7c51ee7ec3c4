using System.Globalization;
using Maltall.Etl.Synthesize;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Maltall.Warehouse.Protect.Audit;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>
/// Two years of deliveries at a tenth of Oslo, where many counts are small, published; the auditor, which knows nothing
/// of how cells were hidden, tries to work the hidden ones out.
/// </summary>
public sealed class ReleaseGateTests : IClassFixture<ReleaseGateTests.Release>
{
    private readonly Release release;

    public ReleaseGateTests(Release release) => this.release = release;

    /// <summary>Indicators that add up over districts and months.</summary>
    public static TheoryData<string> Additive =>
        ["applications", "eviction_requests", "refusal_share", "mapped_within_30_days_share", "housed_within_6_months"];

    [Theory]
    [MemberData(nameof(Additive))]
    public void No_hidden_count_can_be_worked_out_from_the_published_ones(string indicator)
    {
        var cells = release.Cells.Where(cell => cell.Indicator == indicator)
            .Where(cell => cell.Sign is "value" or "hidden").ToList();

        var hidden = cells.Count(cell => cell.Sign == "hidden");
        Assert.True(hidden > 0 && hidden < cells.Count, $"{hidden} of {cells.Count} are hidden.");
        Assert.Empty(Given(cells));
    }

    [Fact]
    public void Hiding_by_each_cells_own_numbers_alone_would_give_some_away()
    {
        Assert.NotEmpty(Additive.SelectMany(row =>
            Given([.. release.Primary.Where(one => one.Indicator == row.Data)])));
    }

    [Fact]
    public void What_is_asked_for_anew_is_hidden_where_the_publication_hides_it()
    {
        using var asked = release.Open();
        var request = new IndicatorRequest(
            ["refusal_share"], ["district", "area", "month"], new Dictionary<string, string>(), null);

        var rows = asked.Query(request, TestContext.Current.CancellationToken).Rows
            .Where(row => row.Figure is Figure.Value or Figure.Hidden).ToList();

        var published = release.Cells.Where(cell => cell.Indicator == "refusal_share" && cell.Dimension == "district")
            .ToDictionary(cell => (cell.Member, cell.Period), cell => cell.Sign);
        Assert.NotEmpty(rows);
        Assert.All(rows.Where(row => published[(row.Keys[0], row.Keys[2])] == "hidden"),
            row => Assert.IsType<Figure.Hidden>(row.Figure));
    }

    private static IEnumerable<string> Given(IReadOnlyList<PublishedRow> cells) =>
        Recoverable(cells, cell => cell.Numerator).Concat(cells.Any(cell => cell.Denominator is not null)
            ? Recoverable(cells, cell => cell.Denominator - cell.Numerator) : []);

    /// <summary>Hidden counts that are given away; that a count is nought is no secret, as everywhere.</summary>
    private static IReadOnlyList<string> Recoverable(
        IReadOnlyList<PublishedRow> cells, Func<PublishedRow, double?> count)
    {
        var numbers = new Dictionary<string, int>();
        var audited = cells.Select(cell => new AuditCell(
            $"{cell.Dimension} {cell.Member} {cell.Period}",
            [.. Districts(cell).SelectMany(code => Months(cell.Period).Select(month => $"{code} {month:yyyy-MM}"))
                .Select(inner => numbers.TryGetValue(inner, out var at) ? at : numbers[inner] = numbers.Count)],
            cell.Sign == "hidden" ? Sight.Hidden : Sight.Shown,
            (long)Math.Round(count(cell) ?? 0))).ToList();
        var report = Auditor.Audit(
            new AuditRequest(audited, cells.All(cell => cell.Denominator is null)),
            TestContext.Current.CancellationToken);
        return [.. report.Verdicts.Where(one => one.IsRecoverable && one.Upper > 0.5).Select(one => one.Key)];
    }

    private static IEnumerable<string> Districts(PublishedRow cell) => Enumerable.Range(1, 17).Append(99)
        .Where(code => cell.Dimension switch
        {
            "district" => cell.Member == code.ToString("00", CultureInfo.InvariantCulture),
            "area" => code is >= 9 and <= 12 == (cell.Member == "Groruddalen"),
            _ => true,
        }).Select(code => code.ToString("00", CultureInfo.InvariantCulture));

    private static IEnumerable<DateOnly> Months(string label)
    {
        var period = Period.Parse(label);
        for (var month = period.Start; month < period.End; month = month.AddMonths(1))
        {
            yield return month;
        }
    }

    /// <summary>A figure as it stands in the published table.</summary>
    public sealed record PublishedRow(
        string Indicator, string Dimension, string Member, string Period, string Sign, double? Numerator,
        double? Denominator);

    /// <summary>The published lake.</summary>
    public sealed class Release : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("maltall-release-").FullName;
        private readonly TestLake lake = new();

        public Release()
        {
            SyntheticSources.Write(new SyntheticOptions(folder, 2012, 2013, 0.1), null, CancellationToken.None);
            lake.Ingest(folder);
            var candidate = lake.Conform().Candidate;
            using (var analysis = Analysis.Open(lake.Lake, Definitions.Load(Repository.Warehouse), candidate))
            {
                Primary = [.. Additive.SelectMany(row => Unguarded(analysis, row.Data))];
                candidate = candidate.With(FigureCube.Write(
                    lake.Lake, analysis, null, (_, _, _) => new Standing(FigureStatus.Final, TrustGrade.A), default));
            }

            Publisher.Publish(lake.Lake, candidate, lake.Check(candidate), "run", CancellationToken.None);
            using var connection = Lake.LakeConnection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "select indicator, dimension, member, period, sign, numerator, denominator from "
                + lake.Lake.Table(FigureCube.TableName).At(candidate.Versions[FigureCube.TableName]).ToSql();
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                Cells.Add(new PublishedRow(
                    reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                    reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetDouble(5),
                    reader.IsDBNull(6) ? null : reader.GetDouble(6)));
            }
        }

        public List<PublishedRow> Cells { get; } = [];

        public Analysis Open() => Analysis.Open(lake.Lake, Definitions.Load(Repository.Warehouse), asOf: null);

        /// <summary>The same cells, hidden by their own numbers alone.</summary>
        public List<PublishedRow> Primary { get; }

        private static IEnumerable<PublishedRow> Unguarded(Analysis analysis, string indicator) =>
            from dimension in (string[])["", "area", "district"]
            from kind in analysis.Definitions.Indicator(indicator).Periods.Select(Period.WordOf)
            let asked = dimension.Length == 0 ? (string[])[kind] : [dimension, kind]
            from row in analysis.Query(
                new IndicatorRequest([indicator], asked, new Dictionary<string, string>(), null), default).Rows
            where row.Figure is Figure.Value or Figure.Hidden
            select new PublishedRow(
                indicator, dimension, dimension.Length == 0 ? "" : row.Keys[0], row.Keys[^1],
                row.Figure is Figure.Hidden ? "hidden" : "value", (row.Figure as Figure.Value)?.Numerator,
                (row.Figure as Figure.Value)?.Denominator);

        public void Dispose()
        {
            lake.Dispose();
            Directory.Delete(folder, true);
        }
    }
}
