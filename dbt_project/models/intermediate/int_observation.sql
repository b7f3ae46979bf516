-- grain: one value of one series in one period, as one accepted submission says it or adds it up, and beside
-- what it says what a correction puts in its place.
{% set shared = [
  'time_period', 'form_id', 'reporting_level', 'submission_id', 'obs_value', 'obs_status', 'obs_reason',
  'conf_status', 'is_synthetic', 'reported_unit_mult', 'reported_decimals', 'sheet', 'cell',
] + dimensions() %}
with said as (
  select
    series_id,
    {{ shared | join(',\n    ') }},
    'reported' as value_origin,
    cast(0 as decimal(28, 6)) as tolerance,
    qualifier,
    value_low,
    low_inclusive,
    value_high,
    high_inclusive,
    bound_basis,
    reported_value,
    reported_unit,
    raw_text,
    number_format,
    period_raw,
    period_basis,
    rank_of_n,
    rank_universe,
    rank_basis,
    value_basis,
    multiple_stated,
    semantics,
    comment_obs,
    {{ joined_texts('row_path', ' / ') }} as row_path,
    {{ joined_texts('col_path', ' / ') }} as col_path
  from {{ ref('stg_observation') }}
),

added_up as (
  select
    {{ series_id() }} as series_id,
    {{ shared | join(',\n    ') }},
    'register' as value_origin,
    tolerance,
    case when obs_value is null then '_Z' else 'eq' end as qualifier,
    cast(null as decimal(28, 6)) as value_low,
    cast(null as boolean) as low_inclusive,
    cast(null as decimal(28, 6)) as value_high,
    cast(null as boolean) as high_inclusive,
    '_Z' as bound_basis,
    cast(null as decimal(28, 6)) as reported_value,
    '_Z' as reported_unit,
    '' as raw_text,
    'General' as number_format,
    '' as period_raw,
    'stated' as period_basis,
    cast(null as integer) as rank_of_n,
    '_Z' as rank_universe,
    '_Z' as rank_basis,
    'derived' as value_basis,
    cast(null as decimal(28, 6)) as multiple_stated,
    '' as semantics,
    '' as comment_obs,
    '' as row_path,
    '' as col_path
  from {{ ref('int_register_observation') }}
),

every_value as (
  select * from said
  union all
  select * from added_up
),

located as (
  select
    every_value.*,
    submission.department_id,
    submission.file_name as source_file,
    submission.received_at,
    submission.accepted_at,
    submission.sequence,
    submission.is_current,
    submission.is_resave,
    submission.was_current,
    submission.revision_reason as reason_stated
  from every_value
  inner join {{ ref('int_submission_current') }} as submission
    on every_value.submission_id = submission.submission_id
),

correction as (
  select * from {{ ref('int_correction') }} where is_applied
),

{% set carried = [
  'series_id', 'time_period', 'form_id', 'reporting_level', 'submission_id', 'conf_status', 'is_synthetic',
  'reported_value', 'reported_unit', 'raw_text', 'number_format', 'period_raw', 'period_basis', 'rank_of_n',
  'rank_universe', 'rank_basis', 'value_basis', 'multiple_stated', 'semantics', 'comment_obs', 'sheet', 'cell',
  'row_path', 'col_path', 'department_id', 'source_file', 'received_at', 'sequence', 'is_resave', 'was_current',
] + dimensions() %}
beside as (
  select
    located.*,
    correction.correction_id,
    correction.known_at,
    correction.right_obs_value,
    correction.unit_mult as right_unit_mult,
    correction.right_decimals,
    correction.revision_reason as correction_reason
  from located
  left join correction
    on located.submission_id = correction.submission_id
    and located.series_id = correction.series_id
    and located.time_period = correction.time_period
    and located.sheet = correction.sheet
    and located.cell = correction.cell
    and located.value_origin = 'reported'
),

-- Both values stay: the reported one as it was handed in, and the corrected one as a vintage of its own that is
-- known from the approval on. Its text is still that of the cell, which says what it said.
every_vintage as (
  select
    {{ carried | join(',\n    ') }},
    value_origin,
    value_origin as vintage_origin,
    obs_value,
    obs_status,
    obs_reason,
    qualifier,
    value_low,
    low_inclusive,
    value_high,
    high_inclusive,
    bound_basis,
    reported_unit_mult,
    reported_decimals,
    tolerance,
    -- Of the two that one submission gives rise to, the corrected one speaks.
    is_current and correction_id is null as is_current,
    accepted_at,
    known_at as corrected_at,
    reason_stated,
    '_Z' as correction_id
  from beside

  union all

  select
    {{ carried | join(',\n    ') }},
    'corrected' as value_origin,
    value_origin as vintage_origin,
    right_obs_value as obs_value,
    'A' as obs_status,
    '' as obs_reason,
    'eq' as qualifier,
    cast(null as decimal(28, 6)) as value_low,
    cast(null as boolean) as low_inclusive,
    cast(null as decimal(28, 6)) as value_high,
    cast(null as boolean) as high_inclusive,
    '_Z' as bound_basis,
    right_unit_mult as reported_unit_mult,
    right_decimals as reported_decimals,
    tolerance,
    is_current,
    known_at as accepted_at,
    known_at as corrected_at,
    correction_reason as reason_stated,
    correction_id
  from beside
  where correction_id is not null
),

-- A break is marked where the series goes on: on its first value at the break or after it.
first_after_break as (
  select distinct
    series_id,
    time_period
  from (
    select
      value_then.series_id,
      stated.break_period,
      min(value_then.time_period) as time_period
    from every_vintage as value_then
    inner join {{ ref('stg_break') }} as stated
      on value_then.indicator_id = stated.indicator_id
    where {{ window_end('value_then') }} >= stated.break_period
      and value_then.obs_value is not null
      and value_then.measure = 'VALUE'
      and value_then.time_transform = 'N'
      and value_then.status_class = 'actual'
      and value_then.scope_basis = 'OWN'
    group by value_then.series_id, stated.break_period
  ) as first_value
)

select
  {% for name in carried -%}
  every_vintage.{{ name }},
  {% endfor -%}
  value_origin,
  vintage_origin,
  obs_value,
  case when obs_status = 'A' and first_after_break.series_id is not null then 'B' else obs_status end as obs_status,
  obs_reason,
  qualifier,
  value_low,
  low_inclusive,
  value_high,
  high_inclusive,
  bound_basis,
  reported_unit_mult,
  reported_decimals,
  tolerance,
  is_current,
  accepted_at,
  corrected_at,
  reason_stated,
  correction_id
from every_vintage
left join first_after_break
  on every_vintage.series_id = first_after_break.series_id
  and every_vintage.time_period = first_after_break.time_period
