-- A field of a row that only grows within a year: what was done since January.
select
  asks.rule,
  asks.position,
  {{ at_row('now') }},
  {{ shown('now.value_number', 'now') }} as found,
  {{ called('now') }} as what,
  {{ said_at("concat(before.before_file, ' ', before.sheet, '!', before.cell)", 'before.value_number', 'now') }} as evidence
from {{ asks }} as asks
inner join row_cell as now on asks.submission_id = now.submission_id and asks.field = now.field
inner join row_before as before
  on now.submission_id = before.submission_id and now.register = before.register and now.row_key = before.row_key and now.field = before.field
inner join new on asks.submission_id = new.submission_id
where now.value_number < before.value_number and {{ is_open('fall') }}
