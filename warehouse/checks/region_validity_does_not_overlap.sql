-- region_validity_does_not_overlap: a code means one place at a time
-- severity: warning
-- reads:  conformed.region
select level, region_code, valid_from
from conformed.region
qualify valid_to > lead(valid_from) over (partition by level, region_code order by valid_from)
