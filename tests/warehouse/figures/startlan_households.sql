-- Households paid startlån in the period, each once.
select 'households' as how, paid_on as day, district_code as district, household_pseudonym as household
from husbanken_payment where instrument_code = 'startlan'
