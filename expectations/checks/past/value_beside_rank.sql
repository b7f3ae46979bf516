-- rule: RANK_OF_NOTHING
-- A rank beside a blank: what was ranked has been left out, and every rank behind it looks wrong. A figure that stood in the
-- return before it is withdrawn, and told as that.
select
  {{ at('value') }},
  rank.raw_text as found,
  concat(rank.sheet, '!', ranks.cells) as evidence
from figure as rank
inner join figure as value
  on {{ beside('rank', 'value', ['measure', 'unit_measure', 'currency', 'target_kind']) }} and value.measure = 'VALUE'
inner join (
  select submission_id, sheet, col_path, string_agg(cell, '、' order by lpad(cell, 8, ' ')) as cells
  from figure
  where measure = 'RANK'
  group by submission_id, sheet, col_path
) as ranks
  on rank.submission_id = ranks.submission_id and rank.sheet = ranks.sheet and rank.col_path = ranks.col_path
inner join new on rank.submission_id = new.submission_id
anti join (select * from known where obs_value is not null) as before
  on value.submission_id = before.submission_id and value.series_id = before.series_id
  and value.time_period = before.time_period and before.before_period = new.period
where
  rank.measure = 'RANK' and rank.obs_value is not null
  and value.obs_value is null and value.qualifier = '_Z' and value.obs_reason = 'NOT_STATED'
