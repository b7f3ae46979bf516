-- A field of a row that does not change from one return to the next: a plan, a contract, a month of entry.
select
  if(
    now.value_number > 0 and before.value_number > 0
    and abs(log10(cast(now.value_number as double) / cast(before.value_number as double))) >= 2.5,
    'ROW_OTHER_UNIT', asks.rule
  ) as rule,
  asks.position,
  {{ at_row('now') }},
  if(now.value_number is null, now.value_text, {{ plain('now.value_number / power(10, now.reported_unit_mult)') }}) as found,
  {{ called('now') }} as what,
  asks.field as field,
  concat(before.before_file, ' ', before.sheet, '!', before.cell, ': ', before.raw_text) as evidence
from {{ asks }} as asks
inner join row_cell as now on asks.submission_id = now.submission_id and asks.field = now.field
inner join row_before as before
  on now.submission_id = before.submission_id and now.register = before.register and now.row_key = before.row_key and now.field = before.field
where
  if(
    now.value_number is null and before.value_number is null,
    coalesce(before.label, '') <> '' and coalesce(now.label, '') <> coalesce(before.label, ''),
    abs(now.value_number - before.value_number)
    > {{ half_ulp('now.reported_unit_mult', 'now.reported_decimals') }}
    + {{ half_ulp('before.reported_unit_mult', 'before.reported_decimals') }}
  )
