-- Employees who took part in courses held in the period.
select held_on as day, district_code as district, programme_code as programme, employee_count as value
from programme_activity where activity_type = 'kurs' and activity_status = 'gjennomfort'
