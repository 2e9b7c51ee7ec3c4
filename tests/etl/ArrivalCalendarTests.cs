using Xunit;

namespace Maltall.Etl.Tests;

public sealed class ArrivalCalendarTests
{
    private const string Columns = """
          - { name: nr, as: id, type: text, required: true }
          - { name: bydel, as: district_code, type: text, codes: district }
          - { name: antall, as: number, type: integer, min: 0 }
        """;

    [Theory]
    [InlineData("2012-02-15", null, ArrivalStatus.Expected)]
    [InlineData("2012-02-16", null, ArrivalStatus.Expected)]
    [InlineData("2012-02-17", null, ArrivalStatus.Missing)]
    [InlineData("2012-02-20", "2012-02-16", ArrivalStatus.Arrived)]
    [InlineData("2012-02-20", "2012-02-17", ArrivalStatus.Late)]
    [InlineData("2012-05-01", "2012-02-17", ArrivalStatus.Late)]
    [InlineData("2012-05-02", "2012-02-17", ArrivalStatus.Final)]
    public void A_month_is_expected_until_it_is_due_and_final_after_ninety_days(
        string today, string? came, ArrivalStatus status)
    {
        using var lab = new RuleLab().Has("thing", "id", Columns, "rules: []\nexpected: { lag_days: 15 }");
        List<Batch> batches = came is null ? [] : [Landed("2012-01", came, 10, 0)];

        var arrival = Assert.Single(Calendar(batches, [], today).Of(
            lab.Catalog.Find("thing"), new DateOnly(2012, 1, 1), new DateOnly(2012, 1, 1)));

        Assert.Equal((status, "2012-01", new DateOnly(2012, 2, 16)), (arrival.Status, arrival.Period, arrival.DueOn));
    }

    [Fact]
    public void Rows_held_back_make_it_partial_until_a_correction_comes()
    {
        using var lab = new RuleLab().Has("thing", "id", Columns, "rules: []\nexpected: { lag_days: 15 }");
        Batch[] batches = [Landed("2012-01", "2012-02-10", 90, 10), Landed("2012-02", "2012-03-10", 90, 10),
            Landed("2012-02", "2012-03-20", 12, 0)];

        var arrivals = Calendar(batches, [], "2012-04-01").Of(
            lab.Catalog.Find("thing"), new DateOnly(2012, 1, 1), new DateOnly(2012, 12, 1));

        Assert.Equal(
            [("2012-01", ArrivalStatus.Partial, 0L, 90L), ("2012-02", ArrivalStatus.Arrived, 1L, 90L),
                ("2012-03", ArrivalStatus.Expected, 0L, 0L)],
            arrivals.Select(one => (one.Period, one.Status, one.Corrections, one.Rows)));
    }

    [Fact]
    public void A_district_without_rows_is_missing_though_the_file_came()
    {
        using var lab = new RuleLab().Has("thing", "id", Columns,
            "rules: []\nexpected: { by: district_code, lag_days: 15 }");
        lab.Land("thing", "thing_2012-01.csv", "nr,bydel,antall", "a,01,1", "b,02,1", "c,03,-1", "d,77,1", "a,01,1");
        lab.Land("thing", "thing_2012-02.csv", "nr,bydel,antall", "e,01,1", "f,03,1", "g,03,1");

        var arrivals = new ArrivalCalendar(lab.Log.Batches(), lab.Log.Arrivals(), new DateOnly(2012, 4, 1),
            _ => new DateOnly(2012, 2, 1)).Of(
                lab.Catalog.Find("thing"), new DateOnly(2012, 1, 1), new DateOnly(2012, 2, 1));

        Assert.Equal(
        [
            "2012-01 01 Arrived 2 0", "2012-01 02 Arrived 1 0", "2012-01 03 Partial 0 1",
            "2012-02 01 Arrived 1 0", "2012-02 02 Missing 0 0", "2012-02 03 Arrived 2 0",
        ], arrivals.Select(one =>
            FormattableString.Invariant($"{one.Period} {one.Unit} {one.Status} {one.Rows} {one.Rejected}")));
    }

    private static ArrivalCalendar Calendar(
        IReadOnlyList<Batch> batches, IReadOnlyList<UnitRows> units, string today) =>
        new(batches, units, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture),
            instant => DateOnly.FromDateTime(instant.UtcDateTime));

    private static Batch Landed(string period, string on, long landed, long rejected) =>
        new($"thing-{period}-{on}", "thing", $"thing_{period}.csv", on + period)
        {
            ContractVersion = 1, Status = "landed", Period = period, RowsIn = landed + rejected, Landed = landed,
            Rejected = rejected,
            LandedAt = DateTimeOffset.Parse($"{on}T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture),
        };
}
