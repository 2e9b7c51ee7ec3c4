-- instrument_grain: instrument has one row per instrument_code, none of them null
-- severity: error
-- reads:  conformed.instrument
select instrument_code, count(*) as row_count
from conformed.instrument
group by instrument_code
having count(*) > 1 or instrument_code is null
