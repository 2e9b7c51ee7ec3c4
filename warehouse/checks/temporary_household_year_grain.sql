-- temporary_household_year_grain: temporary_household_year has one row per household_pseudonym and year_start, none of them null
-- severity: error
-- reads:  conformed.temporary_household_year
select household_pseudonym, year_start, count(*) as row_count
from conformed.temporary_household_year
group by household_pseudonym, year_start
having count(*) > 1 or household_pseudonym is null or year_start is null
