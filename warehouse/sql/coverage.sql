-- coverage: one row per table of facts, with the days its figures cover
-- grain:  table_name
-- reads:  conformed.application, conformed.tenancy, conformed.temporary_stay, conformed.temporary_household_year
-- reads:  conformed.eviction, conformed.home_stock, conformed.payment, conformed.activity, conformed.population
-- reads:  conformed.peer_housing, conformed.delivery
-- source: the months delivered; where a delivery names no month, the dates in the rows
with source_table (table_name, source) as (
    values
        ('application', 'bit_application'), ('tenancy', 'bit_tenancy'), ('temporary_stay', 'bit_temporary_stay'),
        ('temporary_household_year', 'bit_temporary_stay'), ('eviction', 'bit_eviction'),
        ('home_stock', 'bit_home_stock'), ('payment', 'husbanken_payment'), ('activity', 'programme_activity')
),
delivered as (
    select
        source_table.table_name,
        min(delivery.delivered_for) as covered_from,
        last_day(max(delivery.delivered_for)) as covered_until
    from source_table
    join conformed.delivery
        on delivery.source = source_table.source
        and delivery.is_monthly
        and delivery.status <> 'refused'
    group by source_table.table_name
),
seen (table_name, first_day, last_day) as (
    select 'application', min(received_on), max(received_on) from conformed.application
    union all select 'tenancy', min(started_on), max(started_on) from conformed.tenancy
    union all select 'temporary_stay', min(started_on), max(started_on) from conformed.temporary_stay
    union all select 'temporary_household_year', min(started_on), max(started_on) from conformed.temporary_stay
    union all select 'eviction', min(requested_on), max(requested_on) from conformed.eviction
    union all select 'home_stock', min(month_end), max(month_end) from conformed.home_stock
    union all select 'payment', min(paid_on), max(paid_on) from conformed.payment
    union all select 'activity', min(held_on), max(held_on) from conformed.activity
    union all select 'population', min(counted_on), make_date(year(max(counted_on)), 12, 31) from conformed.population
    union all select 'peer_housing', date_trunc('quarter', min(quarter_end))::date, max(quarter_end) from conformed.peer_housing
    union all select 'delivery', min(delivered_for), max(delivered_for) from conformed.delivery
)
select
    seen.table_name,
    coalesce(delivered.covered_from, date_trunc('month', seen.first_day)::date) as covered_from,
    coalesce(delivered.covered_until, last_day(seen.last_day)) as covered_until
from seen
left join delivered using (table_name)
order by seen.table_name
