-- eviction_tenancy_exists: each eviction request that names a tenancy has it; one from before the deliveries began may lack it
-- severity: warning
-- reads:  conformed.eviction, conformed.tenancy
select eviction.request_id
from conformed.eviction
left join conformed.tenancy on tenancy.tenancy_id = eviction.tenancy_id
where eviction.tenancy_id is not null and tenancy.tenancy_id is null
