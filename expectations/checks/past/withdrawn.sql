-- rule: WITHDRAWN
-- A figure that stood and is blank or gone in the return that takes its place is asked about: a slip of the hand wipes it out.
select
  before.submission_id,
  coalesce(now.sheet, before.sheet) as sheet,
  coalesce(now.cell, '') as cell,
  concat(array_to_string(list_concat(before.row_path, before.col_path), '/')) as subject,
  before.series_id,
  coalesce(now.raw_text, '') as found,
  array_to_string(list_concat(before.row_path, before.col_path), ' ') as what,
  concat(before.before_file, ' ', before.sheet, '!', before.cell, ': ', before.raw_text) as evidence
from known as before
inner join new on before.submission_id = new.submission_id and before.before_period = new.period
left join figure as now
  on before.submission_id = now.submission_id and before.series_id = now.series_id and before.time_period = now.time_period
where
  (before.obs_value is not null or before.value_low is not null or before.value_high is not null)
  and now.obs_value is null and now.value_low is null and now.value_high is null
  -- What the form never asked again is one thing; what its new version does not know is the form's doing.
  and exists (select 1 from figure where figure.submission_id = before.submission_id)
