-- New households with a positive decision that have not moved in when the period ends.
select 'households' as how, 'at end' as timing, decided_on as day,
    coalesce(moved_in_on - 1, 'infinity'::date) as until, district_code as district, household_type,
    bedrooms_needed as bedrooms, household_pseudonym as household
from bit_application where decision = 'innvilget' and is_new_applicant
