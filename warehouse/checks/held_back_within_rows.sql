-- held_back_within_rows: no more rows are held back than were delivered
-- severity: error
-- reads:  conformed.held_back
select source, month_start, district_code
from conformed.held_back
where rejected_rows > rows_in or rejected_rows < 0 or unplaced_rows < 0
