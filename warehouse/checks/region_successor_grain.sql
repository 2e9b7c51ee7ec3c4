-- region_successor_grain: region_successor has one row per level, year and code, none of them null
-- severity: error
-- reads:  conformed.region_successor
select level, from_year, from_code, count(*) as row_count
from conformed.region_successor
group by level, from_year, from_code
having count(*) > 1 or level is null or from_year is null or from_code is null
