-- refused_batch_landed_nothing: a delivery that was refused as a whole has landed no row
-- severity: error
-- reads:  conformed.delivery
select batch_id
from conformed.delivery
where status = 'refused' and landed_rows > 0
