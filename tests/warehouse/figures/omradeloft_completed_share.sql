-- Of the measures of områdeløft dated in the period, those that are completed.
select unnest(['counted', 'of']) as side, held_on as day, district_code as district,
    unnest([if(activity_status = 'gjennomfort', 1, 0), 1]) as value
from programme_activity where programme_code = 'OL'
