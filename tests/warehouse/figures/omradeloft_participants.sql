-- Participants at residents' meetings and meeting places of områdeløft held in the period.
select held_on as day, district_code as district, participant_count as value
from programme_activity where programme_code = 'OL' and activity_status = 'gjennomfort'
    and (activity_type = 'beboermote' or activity_type = 'moteplass')
