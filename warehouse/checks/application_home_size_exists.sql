-- application_home_size_exists: each application has its home_size
-- severity: error
-- reads:  conformed.application, conformed.home_size
select application.application_id
from conformed.application
left join conformed.home_size on home_size.bedrooms = application.bedrooms
where home_size.bedrooms is null
