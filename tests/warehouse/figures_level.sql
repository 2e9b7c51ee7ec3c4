-- One figure per cell of a level, for every period of a kind and each side of the fraction; no row where nothing is.
select
    {keys}label,
    side,
    case any_value(how)
        when 'sum' then sum(value)
        when 'median' then median(value)
        else count(distinct household)
    end as amount,
    count(*) as observations,
    count(distinct household) as households
from placed
join period on case timing
    when 'during' then day between first_day and last_day
    else last_day between day and until
end
where kind = $kind
group by all
