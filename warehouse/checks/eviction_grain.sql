-- eviction_grain: eviction has one row per request_id, none of them null
-- severity: error
-- reads:  conformed.eviction
select request_id, count(*) as row_count
from conformed.eviction
group by request_id
having count(*) > 1 or request_id is null
