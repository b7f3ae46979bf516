-- A day or month of the return's own year.
select
  asks.rule,
  asks.position,
  {{ at_row('stated') }},
  stated.value_text as found,
  substr(asks.period, 1, 4) as expected
from {{ asks }} as asks
inner join row_cell as stated on asks.submission_id = stated.submission_id and asks.field = stated.field
where stated.value_text <> '' and substr(stated.value_text, 1, 4) <> substr(asks.period, 1, 4)
