-- coverage_grain: coverage has one row per table_name, none of them null
-- severity: error
-- reads:  conformed.coverage
select table_name, count(*) as row_count
from conformed.coverage
group by table_name
having count(*) > 1 or table_name is null
