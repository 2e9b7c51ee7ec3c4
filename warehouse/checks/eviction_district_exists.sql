-- eviction_district_exists: each eviction has its district
-- severity: error
-- reads:  conformed.eviction, conformed.district
select eviction.request_id
from conformed.eviction
left join conformed.district on district.district_id = eviction.district_id
where district.district_id is null
