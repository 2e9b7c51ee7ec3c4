-- held_back_grain: held_back has one row per source, month_start and district_code, none of them null
-- severity: error
-- reads:  conformed.held_back
select source, month_start, district_code, count(*) as row_count
from conformed.held_back
group by source, month_start, district_code
having count(*) > 1 or source is null or month_start is null or district_code is null
