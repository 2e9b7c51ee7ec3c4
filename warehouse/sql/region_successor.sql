-- region_successor: where each changed county or municipality went, step by step to the newest code
-- grain:  level, from_year, from_code
-- reads:  landed.klass_region_change
-- source: etl/contracts/klass_region_change.yaml; at a split no branch is guessed: the successor is ambiguous
with recursive step as (
    select
        level,
        from_year,
        from_code,
        min(to_year) as to_year,
        min(to_code) as to_code,
        count(distinct to_code) as branch_count
    from landed.klass_region_change
    group by level, from_year, from_code
),
walk as (
    select
        level,
        from_year,
        from_code,
        to_year,
        to_code,
        branch_count > 1 as is_ambiguous,
        1 as step_count
    from step
    union all
    select
        walk.level,
        walk.from_year,
        walk.from_code,
        step.to_year,
        step.to_code,
        step.branch_count > 1 as is_ambiguous,
        walk.step_count + 1 as step_count
    from walk
    inner join step
        on step.level = walk.level
        and step.from_code = walk.to_code
        and step.from_year >= walk.to_year
    where not walk.is_ambiguous and walk.step_count < 50
),
last_step as (
    select *
    from walk
    qualify row_number() over (partition by level, from_year, from_code order by step_count desc, to_year) = 1
)
select
    level,
    from_year,
    from_code,
    to_year,
    case when is_ambiguous then null else to_code end as to_code,
    case when is_ambiguous then 'ambiguous' else 'known' end as successor_status,
    step_count
from last_step
order by level, from_year, from_code
