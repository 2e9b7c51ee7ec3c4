-- Of the applications decided in the period, those that were refused; withdrawn ones are not decided.
select 'of' as side, decided_on as day, district_code as district, household_type, bedrooms_needed as bedrooms,
    household_pseudonym as household, 1 as value
from bit_application where decision <> 'trukket'
union all by name
select 'counted' as side, decided_on as day, district_code as district, household_type, bedrooms_needed as bedrooms,
    household_pseudonym as household, 1 as value
from bit_application where decision = 'avslag'
