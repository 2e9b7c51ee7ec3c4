-- husbanken_payment_rows_have_their_batch: each row of landed.husbanken_payment comes from a batch on record, which landed as many
-- severity: error
-- reads:  landed.husbanken_payment, operations.batch
with left_by_batch as (
    select _batch as batch_id, count(*) as row_count
    from landed.husbanken_payment
    group by _batch
)
select left_by_batch.batch_id, left_by_batch.row_count, batch.landed
from left_by_batch
left join operations.batch on batch.batch_id = left_by_batch.batch_id
where batch.batch_id is null or left_by_batch.row_count > batch.landed
