-- rule: TARGET_CHANGED
-- A target is set for its year: one that is not what the return that it takes the place of said, or the last one before it,
-- is asked about; zero is one too. A thousand times it is a unit. What a later month's table says is no past of an earlier
-- one; the lists of a year have no order of months.
with said as (
  select
    now.*,
    before.obs_value as before_value,
    concat(pair.before_file, ' ', before.sheet, '!', before.cell) as before_at
  from level as now
  inner join new on now.submission_id = new.submission_id
  inner join form on new.form_key = form.form_key
  inner join pair on now.submission_id = pair.submission_id and (pair.before_period <= new.period or form.freq = 'A')
  inner join known_observation as before
    on pair.before_id = before.submission_id and now.series_id = before.series_id and now.time_period = before.time_period
  where now.level_kind = 'target' and before.obs_value is not null and before.qualifier = 'eq' and {{ is_open('target') }}
  qualify row_number() over (
    partition by now.submission_id, now.series_id, now.time_period
    order by pair.before_period <= new.period desc, pair.before_period desc
  ) = 1
)
select
  case when abs(log10(nullif(abs(cast(said.obs_value as double)), 0) / nullif(abs(cast(before_value as double)), 0))) >= 2.5
    then 'TARGET_OTHER_UNIT' else 'TARGET_CHANGED' end as rule,
  {{ at('said') }},
  concat({{ plain('said.reported_value') }}, said.reported_unit) as found,
  {{ said_at('before_at', 'before_value', 'said') }} as evidence
from said
where obs_value <> before_value
