-- Of the startlån paid in the period, those to households that lived in a municipal home.
select 'of' as side, paid_on as day, district_code as district, household_pseudonym as household, 1 as value
from husbanken_payment where instrument_code = 'startlan'
union all by name
select 'counted' as side, paid_on as day, district_code as district, household_pseudonym as household, 1 as value
from husbanken_payment where instrument_code = 'startlan' and from_municipal_home
