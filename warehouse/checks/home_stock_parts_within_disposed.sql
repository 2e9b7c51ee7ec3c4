-- home_stock_parts_within_disposed: owned, accessible and vacant homes are some of those disposed of
-- severity: error
-- reads:  conformed.home_stock
select month_end, district_id, bedrooms
from conformed.home_stock
where disposed_count < 0 or owned_count > disposed_count or accessible_count > disposed_count or vacant_count > disposed_count
