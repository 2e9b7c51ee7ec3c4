-- region: one row per county or municipality and the time its code meant that place
-- grain:  level, region_code, valid_from
-- reads:  landed.klass_region
-- source: etl/contracts/klass_region.yaml; SSB Klass 104 and 131
select
    case region.level when 'fylke' then 'county' else 'municipality' end as level,
    region.region_code,
    region.region_name,
    region.county_code,
    region.valid_from,
    coalesce(region.valid_to, date '9999-12-31') as valid_to
from landed.klass_region as region
order by level, region_code, valid_from
