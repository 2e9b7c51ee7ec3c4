-- application_household_type_exists: each application has its household_type
-- severity: error
-- reads:  conformed.application, conformed.household_type
select application.application_id
from conformed.application
left join conformed.household_type on household_type.household_type = application.household_type
where household_type.household_type is null
