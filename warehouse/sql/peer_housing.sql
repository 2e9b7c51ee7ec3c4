-- peer_housing: one row per area of a peer country and quarter, with homelessness and temporary housing
-- grain:  area_code, quarter_end
-- reads:  landed.peer_assessment, landed.peer_temporary_accommodation
-- source: MHCLG live tables A1 and TA1; a figure the authority did not give is null
with assessed as (
    select area_code, area_name, last_day((quarter || '-01')::date) as quarter_end, assessed_count, owed_duty_count
    from landed.peer_assessment
),
housed as (
    select
        area_code,
        area_name,
        last_day((quarter || '-01')::date) as quarter_end,
        ta_household_count,
        round(households_thousands * 1000)::bigint as household_count
    from landed.peer_temporary_accommodation
)
select
    coalesce(housed.area_code, assessed.area_code) as area_code,
    coalesce(housed.area_name, assessed.area_name) as peer_name,
    case left(coalesce(housed.area_code, assessed.area_code), 3)
        when 'E92' then 'country'
        when 'E12' then 'region'
        else 'authority'
    end as area_level,
    coalesce(housed.quarter_end, assessed.quarter_end) as quarter_end,
    assessed.assessed_count,
    assessed.owed_duty_count,
    housed.ta_household_count,
    housed.household_count
from housed
full join assessed
    on assessed.area_code = housed.area_code
    and assessed.quarter_end = housed.quarter_end
order by quarter_end, area_code
