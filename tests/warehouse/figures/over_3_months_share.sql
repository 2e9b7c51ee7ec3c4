-- Of the households in temporary housing in the year, those that had stayed there for more than 92 days in all when the
-- year ended, counting the whole of each stay that reaches into the year.
with stay as (
    select household_pseudonym as household, district_code, has_children, started_on, stay_id,
        coalesce(ended_on, (select last_day(max(started_on)) + 1 from bit_temporary_stay)) as left_on
    from bit_temporary_stay where accommodation_type <> 'natthjem'
),
night as (
    select *, unnest(range(started_on, left_on, interval 1 day))::date as slept_on from stay
),
year_there as (
    select distinct household, year(slept_on) as year from night
),
household_year as (
    select household, year, arg_max(district_code, (started_on, stay_id)) as district,
        count(distinct slept_on) as days
    from year_there join night using (household)
    where slept_on < make_date(year + 1, 1, 1) and year(left_on - 1) >= year
    group by household, year
)
select 'of' as side, make_date(year, 1, 1) as day, district, household, 1 as value from household_year
union all by name
select 'counted' as side, make_date(year, 1, 1) as day, district, household, 1 as value
from household_year where days > 92
