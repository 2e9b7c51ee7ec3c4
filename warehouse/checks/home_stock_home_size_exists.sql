-- home_stock_home_size_exists: each home_stock has its home_size
-- severity: error
-- reads:  conformed.home_stock, conformed.home_size
select home_stock.month_end
from conformed.home_stock
left join conformed.home_size on home_size.bedrooms = home_stock.bedrooms
where home_size.bedrooms is null
