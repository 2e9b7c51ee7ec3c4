-- population_sums_to_oslo: the districts add up to the total of Oslo that Statistics Norway gives
-- severity: error
-- reads:  conformed.population, landed.ssb_population_ward
with district_total as (
    select counted_on, sum(person_count) as district_persons
    from conformed.population
    group by counted_on
),
oslo_total as (
    select make_date(year::integer, 1, 1) as counted_on, sum(person_count) as oslo_persons
    from landed.ssb_population_ward
    where ward_code in ('030100a', '030100aa')
    group by counted_on
)
select oslo_total.counted_on, oslo_total.oslo_persons, district_total.district_persons
from oslo_total
left join district_total using (counted_on)
where oslo_total.oslo_persons <> coalesce(district_total.district_persons, 0)
