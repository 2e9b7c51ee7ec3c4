-- application_dates_in_order: an application is received, then decided, then moved in on
-- severity: error
-- reads:  conformed.application
select application_id
from conformed.application
where decided_on < received_on or moved_in_on < decided_on or (moved_in_on is not null and decision <> 'innvilget')
