-- eviction_keeps_landed_rows: eviction has as many rows as were landed; conforming loses none and adds none
-- severity: error
-- reads:  landed.bit_eviction, conformed.eviction
select landed_rows, conformed_rows
from (select count(*) as landed_rows from landed.bit_eviction) as landed
cross join (select count(*) as conformed_rows from conformed.eviction) as conformed
where landed_rows <> conformed_rows
