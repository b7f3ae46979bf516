-- grain: one value of one series in one period, as one accepted submission says it or adds it up.
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
    array_to_string(row_path, ' / ') as row_path,
    array_to_string(col_path, ' / ') as col_path
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
)

select
  every_value.*,
  submission.department_id,
  submission.file_name as source_file,
  submission.received_at,
  submission.accepted_at,
  submission.sequence,
  submission.is_current,
  submission.is_resave
from every_value
inner join {{ ref('int_submission_current') }} as submission
  on every_value.submission_id = submission.submission_id
