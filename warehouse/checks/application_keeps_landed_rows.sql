-- application_keeps_landed_rows: application has as many rows as were landed; conforming loses none and adds none
-- severity: error
-- reads:  landed.bit_application, conformed.application
select landed_rows, conformed_rows
from (select count(*) as landed_rows from landed.bit_application) as landed
cross join (select count(*) as conformed_rows from conformed.application) as conformed
where landed_rows <> conformed_rows
