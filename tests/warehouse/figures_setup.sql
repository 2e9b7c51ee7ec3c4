-- What the files of figures/ are counted by, at any level and for any period, whatever the definition and the compiler
-- say. A file selects observations: the side of the fraction, the codes of its dimensions, its household and value, how
-- the values of a cell become one (sum, households: each once, median), and the time they belong to:
-- during a period that holds the day; at the end of a period whose last day lies from the day until another; stated for
-- the end of a period in the same way, but where none is stated the figure was not delivered, and is not zero.
create table observation (
    side varchar default 'counted', how varchar default 'sum', timing varchar default 'during', day date, until date,
    district varchar, household_type varchar, bedrooms varchar, instrument varchar, programme varchar, peer varchar,
    household varchar, value double
);
create view placed as
select
    *,
    case when district between '09' and '12' then 'Groruddalen' when district > '' then 'Resten av Oslo' end as area
from observation;
create table period as
select
    kind,
    (month - interval (months - 1) month)::date as first_day,
    last_day(month) as last_day,
    case kind
        when 'month' then strftime(month, '%Y-%m')
        when 'rolling_year' then strftime(month, '%Y-R%m')
        when 'year' then strftime(month, '%Y')
        else year(month) || '-' || letter || month(month) // step
    end as label
from generate_series($first, $last, interval 1 month) as ending (month)
join (
    values ('month', 1, 1, ''), ('quarter', 3, 3, 'Q'), ('tertial', 4, 4, 'T'), ('half_year', 6, 6, 'H'),
        ('rolling_year', 12, 1, ''), ('year', 12, 12, '')
) as kind (kind, months, step, letter) on month(month) % step = 0;
