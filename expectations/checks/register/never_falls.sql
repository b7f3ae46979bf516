-- A running total does not fall. A tranche that takes capital back is negative, and then it may.
select
  rule,
  position,
  submission_id, sheet, cell, concat(row_key, '|', check_name) as subject,
  {{ shown('value_number', 'steps') }} as found,
  {{ shown('total_before', 'steps') }} as expected,
  concat(sheet, '!', coalesce(cell_before, ''), '、', coalesce(amount_cell, '')) as evidence
from {{ steps('field', 'amount') }} as steps
where amount >= 0 and value_number < total_before
