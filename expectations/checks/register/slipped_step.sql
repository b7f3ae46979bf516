-- A tranche that is a power of ten times the step of the running total beside it was typed in another unit.
select
  rule,
  position,
  submission_id, sheet, amount_cell as cell, concat(row_key, '|', check_name) as subject,
  {'amount': amount, 'mult': amount_mult} as found,
  {'amount': value_number - total_before, 'mult': amount_mult} as expected,
  cast(power(10, exponent) as decimal(28, 8)) as factor
from {{ steps('total', 'field') }} as steps
cross join lateral (
  select cast(amount as double) / nullif(cast(value_number - total_before as double), 0) as ratio
) as compared
cross join lateral (select if(ratio > 0, cast(round(log10(ratio)) as integer), 0) as exponent) as nearest
where exponent <> 0 and abs(exponent) <= 8 and abs(ratio / power(10, exponent) - 1) < 0.01
