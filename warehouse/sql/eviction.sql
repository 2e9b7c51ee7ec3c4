-- eviction: one row per request for eviction
-- grain:  request_id
-- reads:  landed.bit_eviction, conformed.district
-- source: etl/contracts/bit_eviction.yaml
select
    eviction.request_id,
    eviction.tenancy_id,
    eviction.household_pseudonym,
    district.district_id,
    eviction.reason,
    eviction.requested_on,
    eviction.carried_out_on
from landed.bit_eviction as eviction
left join conformed.district
    on district.district_code = eviction.district_code
    and eviction.requested_on >= district.valid_from
    and eviction.requested_on < district.valid_to
order by eviction.requested_on, eviction.request_id
