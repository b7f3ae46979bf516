-- rule: TARGET_CHANGED
-- A target is set for its year: one that is not what the return before said is asked about. A thousand times it is a unit.
select
  case when abs(log10(cast(now.obs_value as double) / cast(before.obs_value as double))) >= 2.5
    then 'TARGET_OTHER_UNIT' else 'TARGET_CHANGED' end as rule,
  {{ at('now') }},
  concat({{ plain('now.reported_value') }}, now.reported_unit) as found,
  {{ said_at("concat(before.before_file, ' ', before.sheet, '!', before.cell)", 'before.obs_value', 'now') }} as evidence
from level as now
inner join known as before
  on now.submission_id = before.submission_id and now.series_id = before.series_id and now.time_period = before.time_period
inner join new on now.submission_id = new.submission_id
where
  now.level_kind = 'target' and before.obs_value > 0 and now.obs_value > 0 and now.obs_value <> before.obs_value
  and new.reason = '_U'
