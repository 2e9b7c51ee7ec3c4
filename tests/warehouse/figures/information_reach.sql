-- Persons of the target group reached by information measures held in the period.
select held_on as day, district_code as district, programme_code as programme, reached_count as value
from programme_activity where activity_type = 'informasjonstiltak' and activity_status = 'gjennomfort'
