-- tenancy_grain: tenancy has one row per tenancy_id, none of them null
-- severity: error
-- reads:  conformed.tenancy
select tenancy_id, count(*) as row_count
from conformed.tenancy
group by tenancy_id
having count(*) > 1 or tenancy_id is null
