-- Requests for eviction received in the period.
select requested_on as day, district_code as district, household_pseudonym as household, 1 as value
from bit_eviction
