-- home_size: one row per number of bedrooms a municipal home may have
-- grain:  bedrooms
-- reads:  nothing
-- source: etl/contracts/bit_home_stock.yaml
select
    bedrooms::bigint as bedrooms,
    bedrooms || ' soverom' as home_size_name
from range(1, 7) as size (bedrooms)
order by bedrooms
