-- tenancy_home_size_exists: each tenancy has its home_size
-- severity: error
-- reads:  conformed.tenancy, conformed.home_size
select tenancy.tenancy_id
from conformed.tenancy
left join conformed.home_size on home_size.bedrooms = tenancy.bedrooms
where home_size.bedrooms is null
