-- Applications of the period, per 1000 inhabitants on 1 January of the year.
select 'counted' as side, 'during' as timing, received_on as day, district_code as district,
    household_pseudonym as household, 1 as value
from bit_application
union all by name
select 'of' as side, 'stated' as timing, make_date(year, 1, 1) as day, make_date(year, 12, 31) as until,
    ward_code[5:6] as district, person_count as value
from ssb_population_ward where ward_code like '0301__a'
