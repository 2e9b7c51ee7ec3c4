-- home_stock_keeps_landed_rows: home_stock has as many rows as were landed; conforming loses none and adds none
-- severity: error
-- reads:  landed.bit_home_stock, conformed.home_stock
select landed_rows, conformed_rows
from (select count(*) as landed_rows from landed.bit_home_stock) as landed
cross join (select count(*) as conformed_rows from conformed.home_stock) as conformed
where landed_rows <> conformed_rows
