-- application_grain: application has one row per application_id, none of them null
-- severity: error
-- reads:  conformed.application
select application_id, count(*) as row_count
from conformed.application
group by application_id
having count(*) > 1 or application_id is null
