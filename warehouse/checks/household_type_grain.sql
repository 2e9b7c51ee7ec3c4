-- household_type_grain: household_type has one row per household_type, none of them null
-- severity: error
-- reads:  conformed.household_type
select household_type, count(*) as row_count
from conformed.household_type
group by household_type
having count(*) > 1 or household_type is null
