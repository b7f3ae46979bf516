-- A row of the register before that is there no more, by name: a falling total would not say which.
select
  asks.rule,
  asks.position,
  asks.submission_id,
  before.sheet,
  '' as cell,
  concat(before.row_key, '|', asks.check_name) as subject,
  before.raw_text as found,
  before.row_key as what,
  concat(before.before_file, ' ', before.sheet, '!', before.cell) as evidence
from {{ asks }} as asks
inner join row_before as before on asks.submission_id = before.submission_id and asks.name = before.field
inner join new on asks.submission_id = new.submission_id
anti join row_cell as now on before.submission_id = now.submission_id and before.row_key = now.row_key
where new.reason = '_U'
