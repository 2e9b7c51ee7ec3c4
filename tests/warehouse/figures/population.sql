-- Persons living in the district on 1 January of the year.
select 'stated' as timing, make_date(year, 1, 1) as day, make_date(year, 12, 31) as until, ward_code[5:6] as district,
    person_count as value
from ssb_population_ward where ward_code like '0301__a'
