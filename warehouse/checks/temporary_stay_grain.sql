-- temporary_stay_grain: temporary_stay has one row per stay_id, none of them null
-- severity: error
-- reads:  conformed.temporary_stay
select stay_id, count(*) as row_count
from conformed.temporary_stay
group by stay_id
having count(*) > 1 or stay_id is null
