-- A field is at least what the form's register begins at.
select
  asks.rule,
  asks.position,
  {{ at_row('stated') }},
  {{ shown('stated.value_number', 'stated') }} as found,
  {{ shown('asks.at_least', 'stated') }} as expected
from {{ asks }} as asks
inner join row_cell as stated on asks.submission_id = stated.submission_id and asks.field = stated.field
where stated.value_number < asks.at_least
