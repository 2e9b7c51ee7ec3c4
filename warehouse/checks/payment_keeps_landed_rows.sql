-- payment_keeps_landed_rows: payment has as many rows as were landed; conforming loses none and adds none
-- severity: error
-- reads:  landed.husbanken_payment, conformed.payment
select landed_rows, conformed_rows
from (select count(*) as landed_rows from landed.husbanken_payment) as landed
cross join (select count(*) as conformed_rows from conformed.payment) as conformed
where landed_rows <> conformed_rows
