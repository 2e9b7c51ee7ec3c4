-- activity_programme_exists: each activity has its programme
-- severity: error
-- reads:  conformed.activity, conformed.programme
select activity.activity_id
from conformed.activity
left join conformed.programme on programme.programme_code = activity.programme_code
where programme.programme_code is null
