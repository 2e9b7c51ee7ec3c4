-- payment_district_exists: each payment has its district
-- severity: error
-- reads:  conformed.payment, conformed.district
select payment.payment_id
from conformed.payment
left join conformed.district on district.district_id = payment.district_id
where district.district_id is null
