-- home_stock_grain: home_stock has one row per month_end and district_id and bedrooms, none of them null
-- severity: error
-- reads:  conformed.home_stock
select month_end, district_id, bedrooms, count(*) as row_count
from conformed.home_stock
group by month_end, district_id, bedrooms
having count(*) > 1 or month_end is null or district_id is null or bedrooms is null
