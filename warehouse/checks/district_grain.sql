-- district_grain: district has one row per district_id, none of them null
-- severity: error
-- reads:  conformed.district
select district_id, count(*) as row_count
from conformed.district
group by district_id
having count(*) > 1 or district_id is null
