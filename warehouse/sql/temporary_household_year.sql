-- temporary_household_year: one row per household and calendar year with a night in temporary housing, no night shelter
-- grain:  household_pseudonym, year_start
-- reads:  conformed.temporary_stay
-- source: KOSTRA: a household counts once a year; over three months is more than 92 nights, each counted once
with stay as (
    select
        temporary_stay.household_pseudonym,
        temporary_stay.district_id,
        temporary_stay.has_children,
        temporary_stay.started_on,
        temporary_stay.stay_id,
        coalesce(temporary_stay.ended_on, known.last_day + 1) as left_on
    from conformed.temporary_stay
    cross join (select last_day(max(started_on)) as last_day from conformed.temporary_stay) as known
    where temporary_stay.accommodation_type <> 'natthjem'
),
stay_year as (
    select
        stay.*,
        make_date(year, 1, 1) as year_start,
        least(left_on, make_date(year + 1, 1, 1)) as counted_until
    from stay
    cross join lateral (select unnest(range(year(started_on), year(left_on - 1) + 1)) as year) as years
    where left_on > started_on
),
new_nights as (
    select
        *,
        greatest(0, counted_until - greatest(started_on, coalesce(max(counted_until) over earlier, started_on))) as nights
    from stay_year
    window earlier as (
        partition by household_pseudonym, year_start
        order by started_on, stay_id
        rows between unbounded preceding and 1 preceding
    )
)
select
    household_pseudonym,
    year_start,
    arg_max(district_id, (started_on, stay_id)) as district_id,
    bool_or(has_children) as has_children,
    sum(nights)::bigint as stay_days,
    sum(nights) > 92 as is_over_3_months
from new_nights
group by household_pseudonym, year_start
order by year_start, household_pseudonym
