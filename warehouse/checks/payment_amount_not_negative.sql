-- payment_amount_not_negative: no payment is negative
-- severity: error
-- reads:  conformed.payment
select payment_id
from conformed.payment
where amount_nok < 0 or recipient_count < 0
