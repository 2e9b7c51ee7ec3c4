-- programme_membership: one row per district, or neighbourhood of it, and programme it takes part in
-- grain:  programme_code, district_id, neighbourhood_name
-- reads:  nothing
-- source: agreement Oslo–Husbanken, October 2010; agreement state–city on Groruddalen, 11 January 2007
select
    programme_code,
    district_code as district_id,
    neighbourhood_name,
    member_from,
    date '9999-12-31' as member_to
from (
    values
        ('BSU', '09', 'hele bydelen', date '2010-10-01'),
        ('BSU', '10', 'hele bydelen', date '2010-10-01'),
        ('BSU', '11', 'hele bydelen', date '2010-10-01'),
        ('BSU', '12', 'hele bydelen', date '2010-10-01'),
        ('OL', '09', 'Veitvet-Sletteløkka', date '2007-01-11'),
        ('OL', '10', 'Romsås', date '2007-01-11'),
        ('OL', '11', 'Haugenstua', date '2007-01-11'),
        ('OL', '12', 'Furuset', date '2007-01-11'),
        ('OL', '09', 'Linderud-Økernbråten-Vollebekk', date '2011-01-01'),
        ('OL', '10', 'Ammerud', date '2011-01-01'),
        ('OL', '11', 'Stovner sentrum', date '2011-01-01'),
        ('OL', '12', 'Lindeberg', date '2011-01-01')
) as membership (programme_code, district_code, neighbourhood_name, member_from)
order by programme_code, district_id, neighbourhood_name
