-- payment_instrument_exists: each payment has its instrument
-- severity: error
-- reads:  conformed.payment, conformed.instrument
select payment.payment_id
from conformed.payment
left join conformed.instrument on instrument.instrument_code = payment.instrument_code
where instrument.instrument_code is null
