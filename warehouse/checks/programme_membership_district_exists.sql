-- programme_membership_district_exists: each programme_membership has its district
-- severity: error
-- reads:  conformed.programme_membership, conformed.district
select programme_membership.programme_code
from conformed.programme_membership
left join conformed.district on district.district_id = programme_membership.district_id
where district.district_id is null
