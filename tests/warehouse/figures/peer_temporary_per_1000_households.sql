-- Households in temporary accommodation on the last day of the period per 1000 households, in English authorities that
-- gave both figures.
select unnest(['counted', 'of']) as side, 'stated' as timing, last_day((quarter || '-01')::date) as day,
    last_day((quarter || '-01')::date) as until, area_code as peer,
    unnest([ta_household_count, round(households_thousands * 1000)]) as value
from peer_temporary_accommodation
where area_code[:3] not in ('E92', 'E12') and ta_household_count is not null and households_thousands > 0
