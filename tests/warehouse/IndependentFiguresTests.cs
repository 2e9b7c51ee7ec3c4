using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>
/// The same figures by SQL written by hand over the landed Parquet files, without the conformed tables, the
/// definitions or
/// the compiler. Each select gives a key, what is counted and what it is divided by (null where nothing is).
/// </summary>
public sealed class IndependentFiguresTests(ThousandsOfRows invented, GeneratedRows generated)
    : IClassFixture<ThousandsOfRows>, IClassFixture<GeneratedRows>
{
    public static TheoryData<string, string, string> Questions => new()
    {
        {
            "applications", "district,year",
            """
            select district_code || '|' || year(received_on), count(*), null
            from bit_application where received_on >= '2010-01-01' group by all
            """
        },
        {
            "refusal_share", "area,tertial",
            """
            select case when district_code between '09' and '12' then 'Groruddalen' else 'Resten av Oslo' end
                || '|' || year(decided_on) || '-T' || ceil(month(decided_on) / 4)::integer,
                count(*) filter (decision = 'avslag'), count(*) filter (decision <> 'trukket')
            from bit_application where decided_on between '2010-01-01' and '2013-12-31' group by 1
            """
        },
        {
            "housed_within_6_months", "district,half_year",
            """
            select district_code || '|' || year(decided_on) || '-H' || if(month(decided_on) < 7, 1, 2),
                count(*) filter (coalesce(moved_in_on - decided_on, 999) <= 183), count(*)
            from bit_application
            where decision = 'innvilget' and decided_on between '2010-01-01' and '2013-06-30' group by 1
            """
        },
        {
            "waiting_days_median", "bedrooms,year",
            """
            select bedrooms_needed || '|' || year(moved_in_on), median(moved_in_on - decided_on), null
            from bit_application where moved_in_on between '2010-01-01' and '2013-12-31' group by 1
            """
        },
        {
            "waiting_households", "district,month",
            """
            select district_code || '|' || strftime(e.month_end, '%Y-%m'), count(distinct household_pseudonym), null
            from bit_application
            join (from generate_series(date '2010-01-01', date '2013-12-01', interval 1 month)) as e (month_end)
                on decided_on <= last_day(e.month_end)
                and (moved_in_on is null or moved_in_on > last_day(e.month_end))
            where decision = 'innvilget' and is_new_applicant group by 1
            """
        },
        {
            "municipal_homes_per_1000", "district,year",
            """
            select homes.district_code || '|' || year, n, persons / 1000
            from (select district_code, year(month_end) as year, sum(disposed_count) as n
                  from bit_home_stock where month(month_end) = 12 group by 1, 2) as homes
            join (select ward_code[5:6] as district_code, year - 1 as year, sum(person_count) as persons
                  from ssb_population_ward where ward_code like '0301__a' group by 1, 2) as people
                using (district_code, year)
            """
        },
        {
            "startlan_households", "area,tertial",
            """
            select case when district_code between '09' and '12' then 'Groruddalen' else 'Resten av Oslo' end
                || '|' || year(paid_on) || '-T' || ceil(month(paid_on) / 4)::integer,
                count(distinct household_pseudonym), null
            from husbanken_payment
            where instrument_code = 'startlan' and paid_on between '2010-01-01' and '2013-12-31' group by 1
            """
        },
        {
            "over_3_months_share", "year",
            """
            select y::varchar, count(*) filter (days > 92), count(*)
            from (
                select household_pseudonym, y, sum(least(ended_on, make_date(y, 12, 31)) - started_on) as days
                from (select * replace (coalesce(ended_on, '2013-12-31') as ended_on) from bit_temporary_stay)
                join range(2010, 2014) as years (y) on y between year(started_on) and year(ended_on)
                where accommodation_type <> 'natthjem' group by 1, 2
            ) group by 1
            """
        },
        {
            "evictions_carried_out_share", "district,year",
            """
            select district_code || '|' || year(requested_on),
                sum(if(carried_out_on is not null and carried_out_on - requested_on <= 365, 1, 0)), count(*)
            from bit_eviction where requested_on between '2010-01-01' and '2012-12-31' group by 1
            """
        },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void Invented_rows_give_the_figures_of_hand_written_sql(string indicator, string by, string sql) =>
        Compare(invented.Analysis, indicator, by, invented.Lake.ByHand(sql));

    [Theory]
    [MemberData(nameof(Questions))]
    public void Generated_deliveries_give_the_figures_of_hand_written_sql(string indicator, string by, string sql) =>
        Compare(generated.Analysis, indicator, by, generated.Lake.ByHand(sql));

    [Fact]
    public void Generated_deliveries_pass_every_check() => Assert.Empty(generated.Checks);

    private static void Compare(
        Analysis analysis, string indicator, string by, Dictionary<string, (double Count, double? Of)> byHand)
    {
        var request = new IndicatorRequest([indicator], by.Split(','), new Dictionary<string, string>(), null);
        var isMedian = analysis.Definitions.Indicator(indicator).Kind == IndicatorKind.Median;
        var figures = analysis.Query(request, TestContext.Current.CancellationToken).Rows
            .ToDictionary(row => string.Join('|', row.Keys), row => row.Figure);

        Assert.True(byHand.Count > 3);
        Assert.All(byHand, pair => Same(pair.Value, isMedian, figures[pair.Key]));
        Assert.Contains(byHand.Keys, key => figures[key] is Figure.Value);
        Assert.All(figures.Where(pair => !byHand.ContainsKey(pair.Key)), pair => Assert.False(IsPositive(pair.Value)));
    }

    private static void Same((double Count, double? Of) cell, bool isMedian, Figure figure)
    {
        if (!isMedian && IsSmall(cell))
        {
            Assert.IsType<Figure.Hidden>(figure);
        }
        else if (figure is not Figure.Hidden || !isMedian)
        {
            var value = Assert.IsType<Figure.Value>(figure);
            Assert.Equal(cell.Count / (cell.Of ?? 1), value.Number, 9);
        }
    }

    private static bool IsSmall((double Count, double? Of) cell) =>
        cell.Count is >= 1 and <= 4
        || (cell.Of is { } of && of == Math.Floor(of) && (of is >= 1 and <= 4 || of - cell.Count is >= 1 and <= 4));

    private static bool IsPositive(Figure figure) => figure is Figure.Value { Number: > 0 };
}
