-- population_grain: population has one row per district_id and age and counted_on, none of them null
-- severity: error
-- reads:  conformed.population
select district_id, age, counted_on, count(*) as row_count
from conformed.population
group by district_id, age, counted_on
having count(*) > 1 or district_id is null or age is null or counted_on is null
