-- Median days from a positive decision to moving in, for those who moved in within the period.
select 'median' as how, moved_in_on as day, district_code as district, household_type, bedrooms_needed as bedrooms,
    date_diff('day', decided_on, moved_in_on) as value
from bit_application where decision = 'innvilget' and moved_in_on is not null
