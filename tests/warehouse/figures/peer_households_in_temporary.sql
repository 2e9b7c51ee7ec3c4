-- Households in temporary accommodation in England on the last day of the period, as the ministry states it for the
-- country: the authorities do not add up to it, since some gave no figure.
select 'stated' as timing, last_day((quarter || '-01')::date) as day, last_day((quarter || '-01')::date) as until,
    ta_household_count as value
from peer_temporary_accommodation where area_code = 'E92000001' and ta_household_count is not null
