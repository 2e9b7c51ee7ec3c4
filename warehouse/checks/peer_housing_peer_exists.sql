-- peer_housing_peer_exists: each peer_housing has its peer
-- severity: error
-- reads:  conformed.peer_housing, conformed.peer
select peer_housing.area_code
from conformed.peer_housing
left join conformed.peer on peer.area_code = peer_housing.area_code
where peer.area_code is null
