-- rule: PART_EXCEEDS_WHOLE
-- A field that the catalogue calls part of another one of its row (of_which.csv) is at most that.
select
  part.submission_id, part.sheet, part.cell, concat(part.row_key, '|field_within_whole') as subject,
  {{ shown('part.value_number', 'part') }} as found,
  {{ shown('whole.value_number', 'whole') }} as expected,
  concat(whole.sheet, '!', whole.cell) as evidence
from row_cell as part
inner join of_which on part.form_id = of_which.form_id and part.field = of_which.part and of_which.kind = 'field'
inner join row_cell as whole
  on part.submission_id = whole.submission_id and part.row_no = whole.row_no and of_which.whole = whole.field
where part.value_number > whole.value_number and {{ in_force('of_which', 'part.period') }}
