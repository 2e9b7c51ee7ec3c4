-- home_stock_district_exists: each home_stock has its district
-- severity: error
-- reads:  conformed.home_stock, conformed.district
select home_stock.month_end
from conformed.home_stock
left join conformed.district on district.district_id = home_stock.district_id
where district.district_id is null
