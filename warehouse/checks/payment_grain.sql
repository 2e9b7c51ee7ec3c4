-- payment_grain: payment has one row per payment_id, none of them null
-- severity: error
-- reads:  conformed.payment
select payment_id, count(*) as row_count
from conformed.payment
group by payment_id
having count(*) > 1 or payment_id is null
