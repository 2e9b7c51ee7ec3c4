-- Homes on 31 December per 1000 inhabitants of that day, which is 1 January of the next year.
select 'counted' as side, 'stated' as timing, month_end as day, month_end as until, district_code as district,
    disposed_count as value
from bit_home_stock
union all by name
select 'of' as side, 'stated' as timing, make_date(year - 1, 12, 31) as day, make_date(year - 1, 12, 31) as until,
    ward_code[5:6] as district, person_count as value
from ssb_population_ward where ward_code like '0301__a'
