-- statistic: one row per cell of an official table fetched from a statistics bank
-- grain:  dataset_id, coordinates
-- reads:  landed.ssb_pxweb, landed.oslo_statbank
-- source: etl/contracts/ssb_pxweb.yaml, etl/contracts/oslo_statbank.yaml
select dataset_id, coordinates, contents_code, region_code, period, unit, value, status, updated_at
from landed.ssb_pxweb
union all
select dataset_id, coordinates, contents_code, region_code, period, unit, value, status, updated_at
from landed.oslo_statbank
order by dataset_id, coordinates
