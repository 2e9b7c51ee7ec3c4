-- temporary_household_year_district_exists: each temporary_household_year has its district
-- severity: error
-- reads:  conformed.temporary_household_year, conformed.district
select temporary_household_year.year_start
from conformed.temporary_household_year
left join conformed.district on district.district_id = temporary_household_year.district_id
where district.district_id is null
