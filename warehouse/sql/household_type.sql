-- household_type: one row per type of household
-- grain:  household_type
-- reads:  nothing
-- source: etl/codes/household_type.csv
select
    household_type,
    household_type_name,
    has_children
from (
    values
        ('enslig', 'Enslig', false),
        ('par_uten_barn', 'Par uten barn', false),
        ('enslig_forsorger', 'Enslig forsørger', true),
        ('par_med_barn', 'Par med barn', true),
        ('annet', 'Annen husstand', null)
) as type (household_type, household_type_name, has_children)
order by household_type
