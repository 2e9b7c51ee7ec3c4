-- Kroner paid to persons in the period, divided by the households that moved into a municipal home in it.
select 'counted' as side, 'sum' as how, paid_on as day, district_code as district, household_pseudonym as household,
    amount_nok as value
from husbanken_payment where recipient_type = 'person'
union all by name
select 'of' as side, 'households' as how, moved_in_on as day, district_code as district,
    household_pseudonym as household
from bit_application where moved_in_on is not null
