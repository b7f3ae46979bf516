-- grain: series × period × vintage. The revision triangle in long form: every value that ever spoke for its
-- period in its primary form, with the last value said before it and the first one. A blank that is filled in later is
-- the first value and no revision; a value that is left out and said again has not changed; another status or
-- qualifier of the same value is a vintage and revises nothing.
with opened as (
  select
    observation_id,
    series_key,
    month,
    reporting_level,
    form_id,
    indicator_id,
    vintage_origin,
    vintage,
    obs_value,
    is_synthetic,
    accepted_at
  from {{ ref('int_vintage') }}
  where opens_vintage
),

-- As int_vintage chooses: the primary form, or the form that says what that one never says.
speaking as (
  select
    opened.series_key,
    coalesce(max(case when opened.form_id = indicator.primary_form then opened.form_id end), min(opened.form_id)) as form_id
  from opened
  inner join {{ ref('stg_indicator') }} as indicator
    on opened.indicator_id = indicator.indicator_id
  group by opened.series_key
),

-- Most values are the only one of their series and period: windows run over the others alone.
several as (
  select
    opened.series_key,
    opened.month
  from opened
  inner join speaking
    on opened.series_key = speaking.series_key and opened.form_id = speaking.form_id
  group by opened.series_key, opened.month
  having count(*) > 1
),

placed as (
  select
    opened.*,
    dense_rank() over (
      partition by opened.series_key, opened.month
      order by {{ level_rank() }}, {{ origin_rank() }}
    ) as source_place
  from opened
  inner join speaking
    on opened.series_key = speaking.series_key and opened.form_id = speaking.form_id
  inner join several
    on opened.series_key = several.series_key and opened.month = several.month
),

told_again as (
  select
    placed.*,
    count(obs_value) over (
      partition by series_key, month
      order by vintage
      rows between unbounded preceding and 1 preceding
    ) as values_before
  from placed
  where source_place = 1
),

-- The values that were said, in turn.
valued as (
  select
    told_again.*,
    values_before + 1 as number
  from told_again
  where obs_value is not null
),

compared as (
  select
    told_again.observation_id,
    before.obs_value as previous_value,
    before.is_synthetic as previous_is_synthetic,
    first_said.obs_value as first_value,
    coalesce(first_said.accepted_at, begun.accepted_at) as first_accepted_at
  from told_again
  left join valued as before
    on told_again.series_key = before.series_key
    and told_again.month = before.month
    and told_again.values_before = before.number
  left join valued as first_said
    on told_again.series_key = first_said.series_key and told_again.month = first_said.month and first_said.number = 1
  left join told_again as begun
    on told_again.series_key = begun.series_key and told_again.month = begun.month and begun.vintage = 1
),

described as (
  select
    value_then.*,
    indicator.indicator_zh,
    coalesce(indicator.scale = 'ordinal' and value_then.measure = 'VALUE', false) as is_grade,
    value_then.unit_measure in ('PERCENT', 'PP', 'RANK') as is_in_points,
    compared.previous_value,
    compared.previous_is_synthetic,
    case when compared.observation_id is null then value_then.obs_value else compared.first_value end as first_value,
    coalesce(compared.first_accepted_at, value_then.accepted_at) as first_accepted_at
  from {{ ref('int_vintage') }} as value_then
  inner join speaking
    on value_then.series_key = speaking.series_key and value_then.form_id = speaking.form_id
  left join several
    on value_then.series_key = several.series_key and value_then.month = several.month
  left join compared
    on value_then.observation_id = compared.observation_id
  inner join {{ ref('stg_indicator') }} as indicator
    on value_then.indicator_id = indicator.indicator_id
  where value_then.opens_vintage and (several.series_key is null or compared.observation_id is not null)
)

select
  observation_id,
  series_id,
  time_period,
  vintage,
  indicator_id,
  indicator_zh,
  {{ dimensions() | reject('equalto', 'indicator_id') | join(',\n  ') }},
  form_id,
  reporting_level,
  value_origin,
  first_value,
  previous_value,
  obs_value,
  obs_status,
  obs_reason,
  conf_status,
  case when not is_grade then cast(obs_value - previous_value as decimal(28, 6)) end as revision,
  case when is_relative then {{ growth_percent('obs_value', 'previous_value') }} end as revision_pct,
  case when is_relative then {{ growth_percent_rounded('obs_value', 'previous_value') }} end as revision_pct_rounded,
  case
    -- Grades are not subtracted, and a percentage of a percentage says nothing: of a rate or a rank the revision
    -- is in points or places.
    when is_grade then 'ORDINAL'
    when vintage = 1 then 'FIRST_VINTAGE'
    when obs_value is null then 'VALUE_MISSING'
    when previous_value is null then 'FIRST_VALUE'
    when is_in_points then 'IN_POINTS'
    when previous_value = 0 then 'BASE_ZERO'
    when previous_value < 0 then 'BASE_NEGATIVE'
    else ''
  end as revision_missing_reason,
  coalesce(obs_value <> previous_value, false) as is_revised,
  -- Days of the office's calendar, which is eight hours ahead of UTC all year round. What was blank at first counts from
  -- the first value.
  cast(greatest({{ dbt.datediff(dbt.dateadd('hour', 8, 'first_accepted_at'), dbt.dateadd('hour', 8, 'accepted_at'), 'day') }}, 0) as integer)
    as days_since_first,
  first_accepted_at,
  received_at,
  known_from,
  accepted_at,
  revision_reason,
  correction_id,
  submission_id,
  supersedes,
  department_id,
  speaks_now as is_current,
  is_synthetic or coalesce(previous_is_synthetic, false) as is_synthetic
from (
  select
    described.*,
    previous_value > 0 and not is_grade and not is_in_points as is_relative
  from described
) as judged
