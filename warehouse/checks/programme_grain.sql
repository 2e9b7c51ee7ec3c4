-- programme_grain: programme has one row per programme_code, none of them null
-- severity: error
-- reads:  conformed.programme
select programme_code, count(*) as row_count
from conformed.programme
group by programme_code
having count(*) > 1 or programme_code is null
