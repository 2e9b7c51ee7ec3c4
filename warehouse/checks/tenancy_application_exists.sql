-- tenancy_application_exists: each tenancy that names an application has it; one from before the deliveries began may lack it
-- severity: warning
-- reads:  conformed.tenancy, conformed.application
select tenancy.tenancy_id
from conformed.tenancy
left join conformed.application on application.application_id = tenancy.application_id
where tenancy.application_id is not null and application.application_id is null
