-- A tranche of six to eight times the step of the running total beside it: yuan for dollars, as the rate has been since 2008.
select
  rule,
  position,
  submission_id, sheet, amount_cell as cell, concat(row_key, '|', check_name) as subject,
  {'amount': amount, 'mult': amount_mult} as found,
  {'amount': value_number - total_before, 'mult': amount_mult} as expected,
  cast(amount as double) / cast(value_number - total_before as double) as ratio,
  cast(round(ratio, 2) as decimal(28, 2)) as factor
from {{ steps('total', 'field') }} as steps
where
  value_number <> total_before
  and cast(amount as double) / cast(value_number - total_before as double) between 6 and 8
