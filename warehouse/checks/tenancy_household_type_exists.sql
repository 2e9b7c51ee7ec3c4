-- tenancy_household_type_exists: each tenancy has its household_type
-- severity: error
-- reads:  conformed.tenancy, conformed.household_type
select tenancy.tenancy_id
from conformed.tenancy
left join conformed.household_type on household_type.household_type = tenancy.household_type
where household_type.household_type is null
