using System.Globalization;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Tests;

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
                    received_on + {Of(6, 90)} as decided_on, received_on + {Of(10, 60)} as mapped_on,
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
                'h' || {Of(3, 900)} as household_pseudonym, 1 as recipient_count, {Of(6, 3)} = 0 as from_municipal_home,
                date '2010-01-01' + {Of(4, 1461)} as paid_on, 1000 as amount_nok
            from range(2000) as row (i)
            """);
        lake.Land("landed/bit_temporary_stay", $"""
            select 'M' || i as stay_id, 'h' || {Of(1, 700)} as household_pseudonym, {District(2)} as district_code,
                ['hospits', 'natthjem', 'annet'][1 + {Of(3, 3)}] as accommodation_type, {Of(6, 3)} = 0 as has_children,
                date '2010-01-01' + {Of(4, 1455)} as started_on,
                case when {Of(7, 40)} > 0 then least(started_on + {Of(5, 160)}, date '2013-12-31') end as ended_on
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

    internal TestLake Lake => lake;

    public void Dispose()
    {
        Analysis.Dispose();
        lake.Dispose();
    }

    /// <summary>A number below a bound, the same for the same row and column.</summary>
    private static string Of(int column, int bound) =>
        string.Create(CultureInfo.InvariantCulture, $"(hash(i * 31 + {column}) % {bound})::integer");

    private static string District(int column) => $"lpad((1 + {Of(column, 15)})::varchar, 2, '0')";
}
