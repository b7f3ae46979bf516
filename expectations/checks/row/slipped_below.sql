-- A value below what the register begins at that a power of ten lifts among the column's others: 0.98 in a column of
-- ten thousands lifts to 9800; 480 would have to be 4,800,000 and stays what it is.
with column_of as (
  select
    asks.rule, asks.position, asks.check_name, asks.at_least, stated.*,
    10 * coalesce(
      max(value_number) filter (where value_number >= asks.at_least)
        over (partition by stated.submission_id, asks.position),
      asks.at_least
    ) as most
  from {{ asks }} as asks
  inner join row_cell as stated on asks.submission_id = stated.submission_id and asks.field = stated.field
)
select
  asks.rule,
  asks.position,
  {{ at_row('asks') }},
  {{ shown('asks.value_number', 'asks') }} as found,
  {{ shown('asks.value_number * factor', 'asks') }} as expected,
  factor
from column_of as asks
cross join (values (10000), (100000000)) as scale (factor)
where value_number < at_least and value_number <> 0 and value_number * factor between at_least and most
qualify row_number() over (partition by asks.submission_id, asks.position, asks.row_no order by factor) = 1
