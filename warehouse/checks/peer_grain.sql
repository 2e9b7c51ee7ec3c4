-- peer_grain: peer has one row per area_code, none of them null
-- severity: error
-- reads:  conformed.peer
select area_code, count(*) as row_count
from conformed.peer
group by area_code
having count(*) > 1 or area_code is null
