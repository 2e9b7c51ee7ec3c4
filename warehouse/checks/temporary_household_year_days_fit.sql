-- temporary_household_year_days_fit: the days of temporary housing are not negative and not more than ten years
-- severity: warning
-- reads:  conformed.temporary_household_year
select year_start, stay_days
from conformed.temporary_household_year
where stay_days < 0 or stay_days > 3660
