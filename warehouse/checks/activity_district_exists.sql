-- activity_district_exists: each activity has its district
-- severity: error
-- reads:  conformed.activity, conformed.district
select activity.activity_id
from conformed.activity
left join conformed.district on district.district_id = activity.district_id
where district.district_id is null
