-- Applications received in the period, by the district that handles them.
select received_on as day, district_code as district, household_type, bedrooms_needed as bedrooms,
    household_pseudonym as household, 1 as value
from bit_application
