-- temporary_stay_keeps_landed_rows: temporary_stay has as many rows as were landed; conforming loses none and adds none
-- severity: error
-- reads:  landed.bit_temporary_stay, conformed.temporary_stay
select landed_rows, conformed_rows
from (select count(*) as landed_rows from landed.bit_temporary_stay) as landed
cross join (select count(*) as conformed_rows from conformed.temporary_stay) as conformed
where landed_rows <> conformed_rows
