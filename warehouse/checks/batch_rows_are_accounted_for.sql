-- batch_rows_are_accounted_for: the rows of each batch are landed, rejected or duplicate, none lost and none twice
-- severity: error
-- reads:  conformed.delivery
select batch_id
from conformed.delivery
where status <> 'refused' and rows_in <> landed_rows + rejected_rows + duplicate_rows
