-- home_size_grain: home_size has one row per bedrooms, none of them null
-- severity: error
-- reads:  conformed.home_size
select bedrooms, count(*) as row_count
from conformed.home_size
group by bedrooms
having count(*) > 1 or bedrooms is null
