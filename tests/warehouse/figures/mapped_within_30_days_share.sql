-- Of the applications received in the period, those whose needs were mapped at most 30 days later.
select 'of' as side, received_on as day, district_code as district, household_type, bedrooms_needed as bedrooms,
    household_pseudonym as household, 1 as value
from bit_application
union all by name
select 'counted' as side, received_on as day, district_code as district, household_type, bedrooms_needed as bedrooms,
    household_pseudonym as household, 1 as value
from bit_application where date_diff('day', received_on, mapped_on) <= 30
