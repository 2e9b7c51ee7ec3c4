-- district: one row per urban district of Oslo and the time its code meant that place
-- grain:  district_id
-- reads:  nothing
-- source: SSB Klass 103 and table 10826; Oslo made 15 districts of 25 on 1 January 2004 and used numbers again
with current_district (district_code, district_name) as (
    values
        ('01', 'Gamle Oslo'), ('02', 'Grünerløkka'), ('03', 'Sagene'), ('04', 'St. Hanshaugen'), ('05', 'Frogner'),
        ('06', 'Ullern'), ('07', 'Vestre Aker'), ('08', 'Nordre Aker'), ('09', 'Bjerke'), ('10', 'Grorud'),
        ('11', 'Stovner'), ('12', 'Alna'), ('13', 'Østensjø'), ('14', 'Nordstrand'), ('15', 'Søndre Nordstrand'),
        ('16', 'Sentrum'), ('17', 'Marka'), ('99', 'Uten registrert adresse')
),
closed_district (ssb_code, district_name) as (
    values
        ('030101', 'Bygdøy-Frogner'), ('030102', 'Uranienborg-Majorstuen'), ('030103', 'St. Hanshaugen-Ullevål'),
        ('030104', 'Sagene-Torshov'), ('030105', 'Grünerløkka-Sofienberg'), ('030106', 'Gamle Oslo'),
        ('030107', 'Ekeberg-Bekkelaget'), ('030108', 'Nordstrand'), ('030109', 'Søndre Nordstrand'),
        ('030110', 'Lambertseter'), ('030111', 'Bøler'), ('030112', 'Manglerud'), ('030113', 'Østensjø'),
        ('030114', 'Helsfyr-Sinsen'), ('030115', 'Hellerud'), ('030116', 'Furuset'), ('030117', 'Stovner'),
        ('030118', 'Romsås'), ('030119', 'Grorud'), ('030120', 'Bjerke'), ('030121', 'Grefsen-Kjelsås'),
        ('030122', 'Sogn'), ('030123', 'Vinderen'), ('030124', 'Røa'), ('030125', 'Ullern'), ('030126', 'Sentrum'),
        ('030127', 'Marka'), ('030199', 'Uten registrert adresse')
)
select
    district_code as district_id,
    district_code,
    district_name,
    '0301' || district_code || 'a' as ssb_code,
    date '2004-01-01' as valid_from,
    date '9999-12-31' as valid_to,
    case when district_code in ('09', '10', '11', '12') then 'Groruddalen' else 'Resten av Oslo' end as area_name,
    district_code in ('09', '10', '11', '12') as is_groruddalen
from current_district
union all
select
    '1988-' || ssb_code as district_id,
    right(ssb_code, 2) as district_code,
    district_name,
    ssb_code,
    date '1988-01-01' as valid_from,
    date '2004-01-01' as valid_to,
    null as area_name,
    false as is_groruddalen
from closed_district
order by district_id
