-- Of the requests of the period, those that were carried out within 365 days.
select 'of' as side, requested_on as day, district_code as district, household_pseudonym as household, 1 as value
from bit_eviction
union all by name
select 'counted' as side, requested_on as day, district_code as district, household_pseudonym as household, 1 as value
from bit_eviction where date_diff('day', requested_on, carried_out_on) between 0 and 365
