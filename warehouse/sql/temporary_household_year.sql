-- temporary_household_year: one row per household and calendar year with a day in temporary housing, night shelter left out
-- grain:  household_pseudonym, year_start
-- reads:  conformed.temporary_stay
-- source: KOSTRA: a household counts once a year; over three months is more than 92 days, summed over its stays
with last_day as (
    select last_day(max(started_on)) as last_day
    from conformed.temporary_stay
),
stay as (
    select
        temporary_stay.household_pseudonym,
        temporary_stay.district_id,
        temporary_stay.has_children,
        temporary_stay.started_on,
        coalesce(temporary_stay.ended_on, last_day.last_day) as ended_on,
        temporary_stay.stay_id
    from conformed.temporary_stay
    cross join last_day
    where temporary_stay.accommodation_type <> 'natthjem'
),
stay_year as (
    select
        stay.*,
        make_date(year, 1, 1) as year_start,
        least(stay.ended_on, make_date(year, 12, 31)) - stay.started_on as days_until_year_end
    from stay
    cross join lateral (
        select unnest(range(year(stay.started_on), greatest(year(stay.ended_on), year(stay.started_on)) + 1)) as year
    ) as years
)
select
    household_pseudonym,
    year_start,
    arg_max(district_id, (started_on, stay_id)) as district_id,
    bool_or(has_children) as has_children,
    sum(days_until_year_end)::bigint as stay_days,
    sum(days_until_year_end) > 92 as is_over_3_months
from stay_year
group by household_pseudonym, year_start
order by year_start, household_pseudonym
