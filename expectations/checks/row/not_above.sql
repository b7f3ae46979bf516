-- A field is at most another one of its row.
select
  asks.rule,
  asks.position,
  {{ at_row('stated') }},
  {{ shown('stated.value_number', 'stated') }} as found,
  {{ shown('other.value_number', 'other') }} as expected
from {{ asks }} as asks
inner join row_cell as stated on asks.submission_id = stated.submission_id and asks.field = stated.field
inner join row_cell as other
  on stated.submission_id = other.submission_id and stated.row_no = other.row_no and asks.other = other.field
where stated.value_number > other.value_number
