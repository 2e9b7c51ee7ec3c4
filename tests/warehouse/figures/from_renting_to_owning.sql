-- Tenancies that ended with the purchase of a home in the year, per 100 tenancies running when it ended.
select 'counted' as side, 'during' as timing, ended_on as day, district_code as district,
    household_pseudonym as household, 1 as value
from bit_tenancy where end_reason = 'kjopt_bolig'
union all by name
select 'of' as side, 'at end' as timing, started_on as day, coalesce(ended_on - 1, 'infinity'::date) as until,
    district_code as district, 1 as value
from bit_tenancy
