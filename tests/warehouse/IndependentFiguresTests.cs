using System.Globalization;
using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>
/// The same figures by SQL written by hand over the landed Parquet files, without the conformed tables, the
/// definitions or
/// the compiler. Each select gives a key, what is counted and what it is divided by (null where nothing is).
/// </summary>
public sealed class IndependentFiguresTests(ThousandsOfRows rows) : IClassFixture<ThousandsOfRows>
{
    public static TheoryData<string, string, string> Questions => new()
    {
        {
            "applications", "district,year",
            """
            select district_code || '|' || year(received_on), count(*), null
            from bit_application group by all
            """
        },
        {
            "refusal_share", "area,tertial",
            """
            select case when district_code between '09' and '12' then 'Groruddalen' else 'Resten av Oslo' end
                || '|' || year(decided_on) || '-T' || ceil(month(decided_on) / 4)::integer,
                count(*) filter (decision = 'avslag'), count(*) filter (decision <> 'trukket')
            from bit_application where decided_on < '2014-01-01' group by 1
            """
        },
        {
            "housed_within_6_months", "district,half_year",
            """
            select district_code || '|' || year(decided_on) || '-H' || if(month(decided_on) < 7, 1, 2),
                count(*) filter (coalesce(moved_in_on - decided_on, 999) <= 183), count(*)
            from bit_application where decision = 'innvilget' and decided_on < '2013-07-01' group by 1
            """
        },
        {
            "waiting_days_median", "bedrooms,year",
            """
            select bedrooms_needed || '|' || year(moved_in_on), median(moved_in_on - decided_on), null
            from bit_application where moved_in_on < '2014-01-01' group by 1
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
            from husbanken_payment where instrument_code = 'startlan' group by 1
            """
        },
        {
            "over_3_months_share", "year",
            """
            select y::varchar, count(*) filter (days > 92), count(*)
            from (
                select household_pseudonym, y, sum(least(ended_on, make_date(y, 12, 31)) - started_on) as days
                from bit_temporary_stay
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
            from bit_eviction where requested_on < '2013-01-01' group by 1
            """
        },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public void Hand_written_sql_over_the_files_gives_the_same_figures(string indicator, string by, string sql)
    {
        var byHand = rows.ByHand(sql);

        var request = new IndicatorRequest([indicator], by.Split(','), new Dictionary<string, string>(), null);
        var figures = rows.Analysis.Query(request, TestContext.Current.CancellationToken).Rows
            .ToDictionary(row => string.Join('|', row.Keys), row => row.Figure);

        Assert.True(byHand.Count > 3);
        Assert.All(byHand, pair => Same(pair.Value, figures[pair.Key]));
        var shown = byHand.Keys.Count(key => figures[key] is Figure.Value);
        Assert.Equal(byHand.Values.Count(cell => !IsSmall(cell)), shown);
        Assert.All(figures.Where(pair => !byHand.ContainsKey(pair.Key)), pair => Assert.False(IsPositive(pair.Value)));
    }

    private static void Same((double Count, double? Of, bool IsMedian) cell, Figure figure)
    {
        if (IsSmall(cell))
        {
            Assert.IsType<Figure.Hidden>(figure);
            return;
        }

        var value = Assert.IsType<Figure.Value>(figure);
        Assert.Equal(cell.Count / (cell.Of ?? 1), value.Number, 9);
    }

    private static bool IsSmall((double Count, double? Of, bool IsMedian) cell) => !cell.IsMedian
        && (cell.Count is >= 1 and <= 4 || cell.Of is >= 1 and <= 4 && cell.Of == Math.Floor(cell.Of.Value)
            || (cell.Of is { } whole && whole == Math.Floor(whole) && whole - cell.Count is >= 1 and <= 4));

    private static bool IsPositive(Figure figure) => figure is Figure.Value { Number: > 0 };
}

/// <summary>Some thousand invented rows, landed and conformed once.</summary>
public sealed class ThousandsOfRows : IDisposable
{
    private readonly TestLake lake = new();

    public ThousandsOfRows()
    {
        lake.Land("landed/bit_application", $"""
            select * exclude (i),
                case when decision = 'innvilget' and {Of(7, 10)} < 8 then decided_on + {Of(8, 330)} end as moved_in_on
            from (select i, 'S' || i as application_id, 'h' || {Of(1, 3000)} as household_pseudonym,
                    {District(2)} as district_code, 'enslig' as household_type, 1 + {Of(3, 4)} as bedrooms_needed,
                    {Of(4, 3)} < 2 as is_new_applicant,
                    date '2010-01-01' + {Of(5, 1461)} as received_on,
                    received_on + {Of(6, 90)} as decided_on,
                    ['innvilget', 'avslag', 'trukket'][1 + {Of(9, 3)}] as decision
                from range(5000) as row (i))
            """);
        lake.Land("landed/bit_home_stock", """
            select last_day(month::date) as month_end, lpad(d::varchar, 2, '0') as district_code, b as bedrooms,
                10 * d + b + month(month) as disposed_count, 1 as owned_count, 1 as accessible_count, 0 as vacant_count
            from generate_series(date '2010-01-01', date '2013-12-01', interval 1 month) as months (month)
            cross join range(1, 16) as districts (d) cross join range(1, 4) as sizes (b)
            """);
        lake.Land("landed/ssb_population_ward", """
            select '0301' || lpad(d::varchar, 2, '0') || 'a' as ward_code, age, year,
                100 * d + age + year - 2010 as person_count
            from range(1, 18) as districts (d)
            cross join range(0, 90) as ages (age) cross join range(2010, 2015) as years (year)
            """);
        lake.Land("landed/husbanken_payment", $"""
            select 'H' || i as payment_id, ['startlan', 'bostotte'][1 + {Of(1, 2)}] as instrument_code,
                {District(2)} as district_code, 'person' as recipient_type,
                'h' || {Of(3, 900)} as household_pseudonym, 1 as recipient_count,
                date '2010-01-01' + {Of(4, 1461)} as paid_on, 1000 as amount_nok
            from range(2000) as row (i)
            """);
        lake.Land("landed/bit_temporary_stay", $"""
            select 'M' || i as stay_id, 'h' || {Of(1, 700)} as household_pseudonym, {District(2)} as district_code,
                ['hospits', 'natthjem', 'annet'][1 + {Of(3, 3)}] as accommodation_type, false as has_children,
                date '2010-01-01' + {Of(4, 1455)} as started_on,
                least(started_on + {Of(5, 160)}, date '2013-12-31') as ended_on
            from range(1500) as row (i)
            """);
        lake.Land("landed/bit_eviction", $"""
            select 'U' || i as request_id, 'h' || {Of(1, 3000)} as household_pseudonym, {District(2)} as district_code,
                'husleierestanse' as reason, date '2010-01-01' + {Of(3, 1461)} as requested_on,
                case when {Of(4, 4)} = 0 then requested_on + {Of(5, 500)} end as carried_out_on
            from range(3000) as row (i)
            """);
        Analysis = Analysis.Open(lake.Lake, Definitions.Load(Repository.Warehouse), lake.Conform().Candidate);
    }

    public Analysis Analysis { get; }

    public void Dispose()
    {
        Analysis.Dispose();
        lake.Dispose();
    }

    /// <summary>Runs a select in which a table's bare name stands for its landed files.</summary>
    public Dictionary<string, (double Count, double? Of, bool IsMedian)> ByHand(string sql)
    {
        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        var views = TestLake.Expected.Keys.Where(name => lake.Lake.Table(name).Exists).Select(name =>
            $"create view {name[7..]} as from read_parquet('{lake.Lake.Root}/{name}/**/*.parquet');");
        command.CommandText = string.Concat(views);
        command.ExecuteNonQuery();
        command.CommandText = $"select k::varchar, n::double, d::double from ({sql}) as answer (k, n, d)";
        using var reader = command.ExecuteReader();
        Dictionary<string, (double, double?, bool)> cells = [];
        while (reader.Read())
        {
            cells[reader.GetString(0)] = (
                reader.GetDouble(1),
                reader.IsDBNull(2) ? null : reader.GetDouble(2),
                sql.Contains("median(", StringComparison.Ordinal));
        }

        return cells;
    }

    /// <summary>A number below a bound, the same for the same row and column.</summary>
    private static string Of(int column, int bound) =>
        string.Create(CultureInfo.InvariantCulture, $"(hash(i * 31 + {column}) % {bound})::integer");

    private static string District(int column) => $"lpad((1 + {Of(column, 15)})::varchar, 2, '0')";
}
