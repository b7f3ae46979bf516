-- A percentage is its part over its whole, to a percentage point: it is printed with one decimal or none.
select
  asks.rule,
  asks.position,
  {{ at_row('stated') }},
  stated.value_number as found
from {{ asks }} as asks
inner join row_cell as stated on asks.submission_id = stated.submission_id and asks.field = stated.field
inner join row_cell as part
  on stated.submission_id = part.submission_id and stated.row_no = part.row_no and asks.part = part.field
inner join row_cell as whole
  on stated.submission_id = whole.submission_id and stated.row_no = whole.row_no and asks.whole = whole.field
where abs(stated.value_number * whole.value_number - 100 * part.value_number) > abs(whole.value_number)
