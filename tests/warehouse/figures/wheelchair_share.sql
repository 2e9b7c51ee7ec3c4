-- Of the homes disposed of on the last day of the period, those that a wheelchair user can live in.
select unnest(['counted', 'of']) as side, 'stated' as timing, month_end as day, month_end as until,
    district_code as district, bedrooms, unnest([accessible_count, disposed_count]) as value
from bit_home_stock
