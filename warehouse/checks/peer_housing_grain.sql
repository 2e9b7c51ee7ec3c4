-- peer_housing_grain: peer_housing has one row per area_code and quarter_end, none of them null
-- severity: error
-- reads:  conformed.peer_housing
select area_code, quarter_end, count(*) as row_count
from conformed.peer_housing
group by area_code, quarter_end
having count(*) > 1 or area_code is null or quarter_end is null
