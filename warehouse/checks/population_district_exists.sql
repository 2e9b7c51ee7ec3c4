-- population_district_exists: each population has its district
-- severity: error
-- reads:  conformed.population, conformed.district
select population.counted_on
from conformed.population
left join conformed.district on district.district_id = population.district_id
where district.district_id is null
