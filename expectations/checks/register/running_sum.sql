-- A running total grows by its row's amount.
select
  rule,
  position,
  submission_id, sheet, cell, concat(row_key, '|', check_name) as subject,
  {{ shown('value_number', 'steps') }} as found,
  {{ shown('total_before + amount', 'steps') }} as expected,
  concat(sheet, '!', coalesce(cell_before, ''), '、', coalesce(amount_cell, '')) as evidence
from {{ steps('field', 'amount') }} as steps
where value_number - total_before <> amount
