-- Of the positive decisions of the period, those where the household moved in at most 183 days later.
select 'of' as side, decided_on as day, district_code as district, household_type, bedrooms_needed as bedrooms,
    household_pseudonym as household, 1 as value
from bit_application where decision = 'innvilget'
union all by name
select 'counted' as side, decided_on as day, district_code as district, household_type, bedrooms_needed as bedrooms,
    household_pseudonym as household, 1 as value
from bit_application where decision = 'innvilget' and date_diff('day', decided_on, moved_in_on) <= 183
