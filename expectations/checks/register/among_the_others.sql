-- A value a thousand times below every other one of its column, of three at least, that a power of ten lifts among them.
with column_of as (
  select
    asks.rule, asks.position, asks.check_name, stated.*,
    (
      select {'least': min(other.value_number), 'most': max(other.value_number), 'rows': count(*)}
      from row_cell as other
      where
        other.submission_id = stated.submission_id and other.register = stated.register and other.field = stated.field
        and other.row_no <> stated.row_no and other.value_number > 0
    ) as others
  from {{ asks }} as asks
  inner join row_cell as stated on asks.submission_id = stated.submission_id and asks.field = stated.field
  where stated.value_number > 0
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
where
  others.rows >= 3 and value_number * 1000 <= others.least
  and value_number * factor between others.least / 10 and others.most * 10
qualify row_number() over (partition by asks.submission_id, asks.position, asks.row_no order by factor) = 1
