-- programme_membership_grain: programme_membership has one row per programme_code and district_id and neighbourhood_name, none of them null
-- severity: error
-- reads:  conformed.programme_membership
select programme_code, district_id, neighbourhood_name, count(*) as row_count
from conformed.programme_membership
group by programme_code, district_id, neighbourhood_name
having count(*) > 1 or programme_code is null or district_id is null or neighbourhood_name is null
