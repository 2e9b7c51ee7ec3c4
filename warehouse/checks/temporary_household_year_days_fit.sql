-- temporary_household_year_days_fit: a household has no more days of temporary housing than there are from its first stay; overlapping stays should be looked at
-- severity: warning
-- reads:  conformed.temporary_household_year
select year_start, stay_days
from conformed.temporary_household_year
where stay_days < 0 or stay_days > 3660
