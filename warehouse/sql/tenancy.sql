-- tenancy: one row per tenancy in a municipal home, with what became of the household in the first 24 months
-- grain:  tenancy_id
-- reads:  landed.bit_tenancy, conformed.district, conformed.temporary_stay, conformed.eviction
-- source: etl/contracts/bit_tenancy.yaml; "bli boende" as the agreement of October 2010 asks for it; a district is of the
--         day a row was true, not of the day its tenancy began
with stay_after as (
    select distinct tenancy.tenancy_id
    from landed.bit_tenancy as tenancy
    join conformed.temporary_stay as stay
        on stay.household_pseudonym = tenancy.household_pseudonym
        and stay.started_on > tenancy.started_on
        and stay.started_on < tenancy.started_on + interval 24 months
),
eviction_after as (
    select distinct tenancy.tenancy_id
    from landed.bit_tenancy as tenancy
    join conformed.eviction
        on eviction.household_pseudonym = tenancy.household_pseudonym
        and eviction.carried_out_on > tenancy.started_on
        and eviction.carried_out_on < tenancy.started_on + interval 24 months
),
followed as (
    select
        tenancy.*,
        coalesce(tenancy.ended_on < tenancy.started_on + interval 24 months, false) as ended_within_24_months,
        stay_after.tenancy_id is not null or eviction_after.tenancy_id is not null as lost_home_within_24_months
    from landed.bit_tenancy as tenancy
    left join stay_after using (tenancy_id)
    left join eviction_after using (tenancy_id)
)
select
    followed.tenancy_id,
    followed.application_id,
    followed.household_pseudonym,
    district.district_id,
    followed.household_type,
    followed.child_count,
    followed.bedrooms,
    followed.started_on,
    followed.ended_on,
    followed.end_reason,
    followed.monthly_rent_nok,
    followed.ended_within_24_months and followed.end_reason in ('dod', 'flyttet') as left_oslo_within_24_months,
    not followed.lost_home_within_24_months
        and (not followed.ended_within_24_months or followed.end_reason in ('kjopt_bolig', 'privat_leie'))
        as is_still_housed_24_months
from followed
left join conformed.district
    on district.district_code = followed.district_code
    and coalesce(followed.ended_on, date '9999-12-30') >= district.valid_from
    and coalesce(followed.ended_on, date '9999-12-30') < district.valid_to
order by followed.started_on, followed.tenancy_id
