-- delivery_grain: delivery has one row per batch_id, none of them null
-- severity: error
-- reads:  conformed.delivery
select batch_id, count(*) as row_count
from conformed.delivery
group by batch_id
having count(*) > 1 or batch_id is null
