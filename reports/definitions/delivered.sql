-- delivered: one row per source with what it has delivered, for the sources of a report
-- grain:  source
-- reads:  conformed.delivery
select
    source,
    count(*) filter (where status = 'landed') as delivery_count,
    max(delivered_for) filter (where status = 'landed') as last_delivered_for,
    sum(landed_rows)::bigint as landed_rows,
    sum(rejected_rows)::bigint as rejected_rows,
    sum(rejected_rows)::double / nullif(sum(rows_in), 0) as held_back_share
from conformed.delivery
group by source
order by source
