-- programme: one row per programme
-- grain:  programme_code
-- reads:  nothing
-- source: etl/codes/programme.csv
select
    programme_code,
    programme_name
from (
    values
        ('BSU', 'Boligsosialt utviklingsprogram'),
        ('OL', 'Groruddalssatsingen – Områdeløft')
) as programme (programme_code, programme_name)
order by programme_code
