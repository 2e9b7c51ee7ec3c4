-- programme_membership_programme_exists: each programme_membership has its programme
-- severity: error
-- reads:  conformed.programme_membership, conformed.programme
select programme_membership.district_id
from conformed.programme_membership
left join conformed.programme on programme.programme_code = programme_membership.programme_code
where programme.programme_code is null
