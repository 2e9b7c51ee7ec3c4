-- calendar: one row per day, with the periods it belongs to
-- grain:  day
-- reads:  nothing
-- source: the calendar; a tertial is a third of a year, T1 is January–April
select
    day::date as day,
    strftime(day, '%Y-%m') as month,
    year(day) || '-Q' || quarter(day) as quarter,
    year(day) || '-T' || ((month(day) + 3) // 4) as tertial,
    year(day) || '-H' || ((month(day) + 5) // 6) as half_year,
    year(day)::varchar as year
from generate_series(date '2000-01-01', date '2030-12-31', interval 1 day) as days (day)
order by day
