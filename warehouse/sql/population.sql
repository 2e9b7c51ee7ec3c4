-- population: one row per district, age and 1 January, persons living there
-- grain:  district_id, age, counted_on
-- reads:  landed.ssb_population_ward, conformed.district
-- source: SSB table 10826; the rows of Oslo in all (030100a, 030100aa) and of other cities are left out
with counted as (
    select
        ward_code,
        age,
        make_date(year::integer, 1, 1) as counted_on,
        person_count
    from landed.ssb_population_ward
    where ward_code like '0301%' and ward_code not in ('030100a', '030100aa')
)
select
    district.district_id,
    counted.age,
    counted.counted_on,
    counted.person_count
from counted
join conformed.district
    on district.ssb_code = counted.ward_code
    and counted.counted_on >= district.valid_from
    and counted.counted_on < district.valid_to
order by counted.counted_on, district.district_id, counted.age
