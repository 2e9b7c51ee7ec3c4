-- Of the rows BIT delivered for the period, those that followed the contract, repeated rows included.
select unnest(['counted', 'of']) as side, (period || '-01')::date as day,
    unnest([rows_in - rejected, rows_in]) as value
from batch where source[:4] = 'bit_'
