-- grain: series × period × vintage. The revision triangle in long form: every value that ever spoke for its
-- period in its primary form, with the one before it and the first one.
with spoken as (
  select
    vintage.*,
    indicator.indicator_zh,
    -- As int_indicator_current chooses: the primary form, or the form that says what that one never says.
    coalesce(
      max(case when form_id = primary_form then form_id end) over (partition by series_id),
      min(form_id) over (partition by series_id)
    ) as speaking_form
  from {{ ref('int_vintage') }} as vintage
  inner join (select indicator_id as named, indicator_zh, primary_form from {{ ref('stg_indicator') }}) as indicator
    on vintage.indicator_id = indicator.named
  where vintage.vintage > 0
),

placed as (
  select
    spoken.*,
    dense_rank() over (
      partition by series_id, time_period
      order by {{ origin_rank() }}, {{ level_rank() }}
    ) as source_place,
    row_number() over (
      partition by {{ vintage_line() }}, vintage
      order by {{ vintage_order() }}
    ) as place,
    max(cast(is_current as integer)) over (partition by {{ vintage_line() }}, vintage) as speaks_now
  from spoken
  where form_id = speaking_form
),

opened as (
  select
    placed.*,
    lag(obs_value) over (partition by series_id, time_period order by vintage) as previous_value,
    lag(is_synthetic) over (partition by series_id, time_period order by vintage) as previous_is_synthetic,
    first_value(obs_value) over (partition by series_id, time_period order by vintage) as value_first,
    min(accepted_at) over (partition by series_id, time_period) as first_accepted_at
  from placed
  where source_place = 1 and place = 1
)

select
  series_id,
  time_period,
  vintage,
  indicator_id,
  indicator_zh,
  {{ dimensions() | reject('equalto', 'indicator_id') | join(',\n  ') }},
  form_id,
  reporting_level,
  value_origin,
  value_first as first_value,
  previous_value,
  obs_value,
  obs_status,
  obs_reason,
  conf_status,
  cast(obs_value - previous_value as decimal(28, 6)) as revision,
  case when previous_value > 0 then {{ growth_percent('obs_value', 'previous_value') }} end as revision_pct,
  case when previous_value > 0 then {{ growth_percent_rounded('obs_value', 'previous_value') }} end as revision_pct_rounded,
  case
    when vintage = 1 then 'FIRST_VINTAGE'
    when previous_value is null or obs_value is null then 'VALUE_MISSING'
    when previous_value = 0 then 'BASE_ZERO'
    when previous_value < 0 then 'BASE_NEGATIVE'
    else ''
  end as revision_missing_reason,
  -- Days of the office's calendar, which is eight hours ahead of UTC all year round.
  cast({{ dbt.datediff(dbt.dateadd('hour', 8, 'first_accepted_at'), dbt.dateadd('hour', 8, 'accepted_at'), 'day') }} as integer)
    as days_since_first,
  first_accepted_at,
  received_at,
  accepted_at,
  revision_reason,
  correction_id,
  submission_id,
  supersedes,
  source_file,
  sheet as source_sheet,
  cell as source_cell,
  department_id,
  speaks_now = 1 as is_current,
  is_synthetic or coalesce(previous_is_synthetic, false) as is_synthetic
from opened
