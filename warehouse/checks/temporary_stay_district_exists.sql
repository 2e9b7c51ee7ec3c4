-- temporary_stay_district_exists: each temporary_stay has its district
-- severity: error
-- reads:  conformed.temporary_stay, conformed.district
select temporary_stay.stay_id
from conformed.temporary_stay
left join conformed.district on district.district_id = temporary_stay.district_id
where district.district_id is null
