-- Of the tenancies begun in the period, those where the household 24 months later still lives there, or has bought or
-- rented privately, with no temporary housing or eviction in between; the dead and those who left Oslo left out.
with tenancy as (
    select *, (started_on + interval 24 months)::date as two_years_on from bit_tenancy
),
followed as (
    select * from tenancy
    where ended_on is null or ended_on >= two_years_on or end_reason not in ('dod', 'flyttet')
),
housed as (
    select * from followed
    where (ended_on is null or ended_on >= two_years_on or end_reason = 'kjopt_bolig' or end_reason = 'privat_leie')
        and not exists (
            from bit_temporary_stay as stay
            where stay.household_pseudonym = followed.household_pseudonym
                and stay.started_on > followed.started_on and stay.started_on < two_years_on)
        and not exists (
            from bit_eviction as eviction
            where eviction.household_pseudonym = followed.household_pseudonym
                and eviction.carried_out_on > followed.started_on and eviction.carried_out_on < two_years_on)
)
select 'of' as side, started_on as day, district_code as district, household_type, bedrooms,
    household_pseudonym as household, 1 as value
from followed
union all by name
select 'counted' as side, started_on as day, district_code as district, household_type, bedrooms,
    household_pseudonym as household, 1 as value
from housed
