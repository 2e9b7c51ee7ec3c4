-- application_district_exists: each application has its district
-- severity: error
-- reads:  conformed.application, conformed.district
select application.application_id
from conformed.application
left join conformed.district on district.district_id = application.district_id
where district.district_id is null
