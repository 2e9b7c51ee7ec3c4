-- peer: one row per area of a peer country, by the name it had last
-- grain:  area_code
-- reads:  conformed.peer_housing
-- source: MHCLG live tables A1 and TA1
select
    area_code,
    arg_max(peer_name, quarter_end) as peer_name,
    any_value(area_level) as area_level
from conformed.peer_housing
group by area_code
order by area_code
