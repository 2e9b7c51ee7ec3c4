-- held_back: one row per source, month and district (all: the whole delivery), with its rows and those held back
-- grain:  source, month_start, district_code
-- reads:  operations.batch, operations.arrival
-- source: the run that landed it; unplaced rows are rejected ones whose district could not be read
with batch as (
    select
        *,
        cast(period || '-01' as date) as month_start
    from operations.batch
    where period is not null and status not in ('refused', 'withdrawn')
),
whole as (
    select
        source,
        month_start,
        sum(rows_in)::bigint as rows_in,
        sum(rejected)::bigint as rejected_rows
    from batch
    group by source, month_start
),
placed as (
    select
        batch.source,
        batch.month_start,
        arrival.unit as district_code,
        sum(arrival.rows + arrival.rejected)::bigint as rows_in,
        sum(arrival.rejected)::bigint as rejected_rows
    from operations.arrival
    join batch on batch.batch_id = arrival.batch_id
    group by batch.source, batch.month_start, arrival.unit
),
unplaced as (
    select
        whole.source,
        whole.month_start,
        whole.rejected_rows - coalesce(sum(placed.rejected_rows), 0)::bigint as unplaced_rows
    from whole
    left join placed on placed.source = whole.source and placed.month_start = whole.month_start
    group by whole.source, whole.month_start, whole.rejected_rows
)
select
    source,
    month_start,
    'all' as district_code,
    rows_in,
    rejected_rows,
    0::bigint as unplaced_rows
from whole
union all
select
    placed.source,
    placed.month_start,
    placed.district_code,
    placed.rows_in,
    placed.rejected_rows,
    unplaced.unplaced_rows
from placed
join unplaced on unplaced.source = placed.source and unplaced.month_start = placed.month_start
order by source, month_start, district_code
