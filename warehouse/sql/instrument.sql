-- instrument: one row per economic instrument
-- grain:  instrument_code
-- reads:  nothing
-- source: etl/codes/instrument.csv
select
    instrument_code,
    instrument_name
from (
    values
        ('startlan', 'Startlån'),
        ('etableringstilskudd', 'Tilskudd til etablering'),
        ('utleieboligtilskudd', 'Tilskudd til utleieboliger'),
        ('bostotte', 'Bostøtte'),
        ('kompetansetilskudd', 'Kompetansetilskudd'),
        ('omradeloft', 'Områdeløft-midler')
) as instrument (instrument_code, instrument_name)
order by instrument_code
