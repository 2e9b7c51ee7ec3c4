-- tenancy_district_exists: each tenancy has its district
-- severity: error
-- reads:  conformed.tenancy, conformed.district
select tenancy.tenancy_id
from conformed.tenancy
left join conformed.district on district.district_id = tenancy.district_id
where district.district_id is null
