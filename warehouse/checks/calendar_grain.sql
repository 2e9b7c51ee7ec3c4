-- calendar_grain: calendar has one row per day, none of them null
-- severity: error
-- reads:  conformed.calendar
select day, count(*) as row_count
from conformed.calendar
group by day
having count(*) > 1 or day is null
