-- delivery: one row per batch a source has delivered, with what became of its rows; a withdrawn one has none
-- grain:  batch_id
-- reads:  operations.batch
-- source: the run that landed it
with batch as (
    select
        *,
        try_cast(period || '-01' as date) as month_start
    from operations.batch
)
select
    batch_id,
    source,
    period,
    coalesce(month_start, date_trunc('month', landed_at)::date) as delivered_for,
    month_start is not null as is_monthly,
    status,
    synthetic as is_synthetic,
    case when status = 'withdrawn' then 0 else rows_in end as rows_in,
    case when status = 'withdrawn' then 0 else landed end as landed_rows,
    case when status = 'withdrawn' then 0 else rejected end as rejected_rows,
    case when status = 'withdrawn' then 0 else duplicate end as duplicate_rows,
    case when status = 'withdrawn' then 0 else coalesce(warned, 0) end as warned_rows,
    landed_at,
    landed_at::date - last_day(month_start) as days_after_month_end
from batch
order by landed_at, batch_id
