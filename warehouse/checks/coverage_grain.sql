-- coverage_grain: coverage has one row per table_name and month_start, none of them null
-- severity: error
-- reads:  conformed.coverage
select table_name, month_start, count(*) as row_count
from conformed.coverage
group by table_name, month_start
having count(*) > 1 or table_name is null or month_start is null
