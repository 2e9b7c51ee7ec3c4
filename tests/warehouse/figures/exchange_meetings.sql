-- Exchanges of experience held in the period.
select held_on as day, district_code as district, programme_code as programme, 1 as value
from programme_activity where activity_type = 'erfaringsutveksling' and activity_status = 'gjennomfort'
