-- Kroner paid in the period through Husbanken's instruments, to whomever.
select paid_on as day, district_code as district, instrument_code as instrument, household_pseudonym as household,
    amount_nok as value
from husbanken_payment
