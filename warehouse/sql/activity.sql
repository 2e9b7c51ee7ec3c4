-- activity: one row per activity of a programme
-- grain:  activity_id
-- reads:  landed.programme_activity, conformed.district
-- source: etl/contracts/programme_activity.yaml
select
    activity.activity_id,
    activity.programme_code,
    activity.strategy_point,
    activity.activity_type,
    activity.goal_kind,
    district.district_id,
    activity.area_name as neighbourhood_name,
    activity.held_on,
    activity.participant_count,
    activity.employee_count,
    activity.reached_count,
    activity.budget_nok,
    activity.spent_nok,
    activity.activity_status
from landed.programme_activity as activity
left join conformed.district
    on district.district_code = activity.district_code
    and activity.held_on >= district.valid_from
    and activity.held_on < district.valid_to
order by activity.held_on, activity.activity_id
