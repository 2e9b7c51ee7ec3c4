-- Households paid bostøtte in the month.
select paid_on as day, district_code as district, recipient_count as value
from husbanken_payment where instrument_code = 'bostotte'
