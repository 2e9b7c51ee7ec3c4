-- coverage: one row per table of facts and month that its figures cover
-- grain:  table_name, month_start
-- reads:  conformed.application, conformed.tenancy, conformed.temporary_stay, conformed.eviction, conformed.home_stock
-- reads:  conformed.payment, conformed.activity, conformed.population, conformed.peer_housing, conformed.delivery
-- source: the months delivered; where no delivery of a source names its month, all months from its first row to its last
with source_table (table_name, source) as (
    values
        ('application', 'bit_application'), ('tenancy', 'bit_tenancy'), ('temporary_stay', 'bit_temporary_stay'),
        ('temporary_household_year', 'bit_temporary_stay'), ('eviction', 'bit_eviction'),
        ('home_stock', 'bit_home_stock'), ('payment', 'husbanken_payment'), ('activity', 'programme_activity')
),
delivered as (
    select distinct source_table.table_name, delivery.delivered_for as month_start
    from source_table
    join conformed.delivery
        on delivery.source = source_table.source
        and delivery.is_monthly
        and delivery.status not in ('refused', 'withdrawn')
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
    union all select 'peer_housing', date_trunc('quarter', min(quarter_end)), max(quarter_end) from conformed.peer_housing
    union all select 'delivery', min(delivered_for), max(delivered_for) from conformed.delivery where is_monthly
),
seen_month as (
    select seen.table_name, unnest(range(date_trunc('month', first_day), last_day + interval 1 day, interval 1 month)) as month_start
    from seen
    where seen.table_name not in (select table_name from delivered) and seen.first_day is not null
)
select table_name, month_start from delivered
union all
select table_name, month_start::date from seen_month
order by table_name, month_start
