-- payment: one row per payment of an economic instrument
-- grain:  payment_id
-- reads:  landed.husbanken_payment, conformed.district
-- source: etl/contracts/husbanken_payment.yaml
select
    payment.payment_id,
    payment.instrument_code,
    district.district_id,
    payment.recipient_type,
    payment.household_pseudonym,
    payment.recipient_count,
    payment.applied_on,
    payment.decided_on,
    payment.paid_on,
    payment.amount_nok,
    payment.from_municipal_home
from landed.husbanken_payment as payment
left join conformed.district
    on district.district_code = payment.district_code
    and payment.paid_on >= district.valid_from
    and payment.paid_on < district.valid_to
order by payment.paid_on, payment.payment_id
