-- temporary_stay: one row per stay in temporary housing
-- grain:  stay_id
-- reads:  landed.bit_temporary_stay, conformed.district
-- source: etl/contracts/bit_temporary_stay.yaml
select
    stay.stay_id,
    stay.household_pseudonym,
    district.district_id,
    stay.accommodation_type,
    stay.has_children,
    stay.started_on,
    stay.ended_on,
    stay.ended_on - stay.started_on as stay_days,
    stay.night_price_nok
from landed.bit_temporary_stay as stay
left join conformed.district
    on district.district_code = stay.district_code
    and stay.started_on >= district.valid_from
    and stay.started_on < district.valid_to
order by stay.started_on, stay.stay_id
