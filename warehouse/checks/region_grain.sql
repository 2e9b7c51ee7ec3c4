-- region_grain: region has one row per level, code and first day of validity, none of them null
-- severity: error
-- reads:  conformed.region
select level, region_code, valid_from, count(*) as row_count
from conformed.region
group by level, region_code, valid_from
having count(*) > 1 or level is null or region_code is null or valid_from is null
