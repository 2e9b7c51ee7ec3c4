-- tenancy_keeps_landed_rows: tenancy has as many rows as were landed; conforming loses none and adds none
-- severity: error
-- reads:  landed.bit_tenancy, conformed.tenancy
select landed_rows, conformed_rows
from (select count(*) as landed_rows from landed.bit_tenancy) as landed
cross join (select count(*) as conformed_rows from conformed.tenancy) as conformed
where landed_rows <> conformed_rows
