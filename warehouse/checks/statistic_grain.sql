-- statistic_grain: statistic has one row per dataset_id and coordinates, none of them null
-- severity: error
-- reads:  conformed.statistic
select dataset_id, coordinates, count(*) as row_count
from conformed.statistic
group by dataset_id, coordinates
having count(*) > 1 or dataset_id is null or coordinates is null
