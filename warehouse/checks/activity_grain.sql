-- activity_grain: activity has one row per activity_id, none of them null
-- severity: error
-- reads:  conformed.activity
select activity_id, count(*) as row_count
from conformed.activity
group by activity_id
having count(*) > 1 or activity_id is null
