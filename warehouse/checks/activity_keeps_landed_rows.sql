-- activity_keeps_landed_rows: activity has as many rows as were landed; conforming loses none and adds none
-- severity: error
-- reads:  landed.programme_activity, conformed.activity
select landed_rows, conformed_rows
from (select count(*) as landed_rows from landed.programme_activity) as landed
cross join (select count(*) as conformed_rows from conformed.activity) as conformed
where landed_rows <> conformed_rows
