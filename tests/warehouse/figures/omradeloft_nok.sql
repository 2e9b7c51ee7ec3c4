-- Kroner spent on the measures of områdeløft dated in the period.
select held_on as day, district_code as district, spent_nok as value
from programme_activity where programme_code = 'OL'
