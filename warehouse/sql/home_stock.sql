-- home_stock: one row per month end, district and number of bedrooms, with the homes the municipality disposes of
-- grain:  month_end, district_id, bedrooms
-- reads:  landed.bit_home_stock, conformed.district
-- source: etl/contracts/bit_home_stock.yaml; KOSTRA form 13, item 2
select
    stock.month_end,
    district.district_id,
    stock.bedrooms,
    stock.disposed_count,
    stock.owned_count,
    stock.accessible_count,
    stock.vacant_count
from landed.bit_home_stock as stock
left join conformed.district
    on district.district_code = stock.district_code
    and stock.month_end >= district.valid_from
    and stock.month_end < district.valid_to
order by stock.month_end, district.district_id, stock.bedrooms
