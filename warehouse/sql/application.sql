-- application: one row per application for a municipal home
-- grain:  application_id
-- reads:  landed.bit_application, conformed.district
-- source: etl/contracts/bit_application.yaml
select
    application.application_id,
    application.household_pseudonym,
    district.district_id,
    application.household_type,
    application.child_count,
    application.is_new_applicant,
    application.bedrooms_needed as bedrooms,
    application.received_on,
    application.mapped_on,
    application.decision,
    application.decided_on,
    application.moved_in_on,
    application.moved_in_on - application.decided_on as waiting_days
from landed.bit_application as application
left join conformed.district
    on district.district_code = application.district_code
    and application.received_on >= district.valid_from
    and application.received_on < district.valid_to
order by application.received_on, application.application_id
