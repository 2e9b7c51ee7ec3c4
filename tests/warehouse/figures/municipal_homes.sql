-- Homes that the municipality disposes of on the last day of the period.
select 'stated' as timing, month_end as day, month_end as until, district_code as district, bedrooms,
    disposed_count as value
from bit_home_stock
