-- grain: one value of one series in one period, as one accepted submission says it, adds it up or no longer says it,
-- and beside what it says what a correction puts in its place. Read once, by int_vintage, and therefore a view.
{{ config(materialized='view') }}
{% set shared = [
  'time_period', 'form_id', 'reporting_level', 'submission_id', 'obs_value', 'obs_status', 'obs_reason',
  'conf_status', 'is_synthetic', 'reported_unit_mult', 'reported_decimals', 'sheet', 'cell',
] + dimensions() %}
{% set own = [
  'value_origin', 'tolerance', 'qualifier', 'value_low', 'low_inclusive', 'value_high', 'high_inclusive',
  'bound_basis', 'reported_value', 'reported_unit', 'raw_text', 'number_format', 'period_raw', 'period_basis',
  'rank_of_n', 'rank_universe', 'rank_basis', 'value_basis', 'multiple_stated', 'semantics', 'comment_obs',
  'row_path', 'col_path',
] %}
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

-- A figure that was said in a slot and that what takes its place there does not say at all, its row or its column left
-- out, is withdrawn: no value from then on, and no cell. It stays withdrawn until it is said again.
withdrawn as (
  select
    figure.*,
    later.submission_id as withdrawn_by,
    row_number() over (
      partition by later.submission_id, figure.series_id, figure.time_period, figure.reporting_level
      order by earlier.place_from_last
    ) as place
  from said as figure
  inner join {{ ref('int_submission_current') }} as earlier
    on figure.submission_id = earlier.submission_id
  inner join {{ ref('int_submission_current') }} as later
    on earlier.department_id = later.department_id
    and earlier.form_id = later.form_id
    and earlier.period = later.period
    and earlier.part = later.part
    and earlier.place_from_last > later.place_from_last
  left join said as said_still
    on later.submission_id = said_still.submission_id
    and figure.series_id = said_still.series_id
    and figure.time_period = said_still.time_period
  -- Nobody withdraws what never was known, nor by what never spoke.
  where earlier.was_current and later.was_current and said_still.series_id is null
    and (figure.obs_value is not null or figure.qualifier <> '_Z')
),

every_value as (
  select * from said
  union all
  select * from added_up
  union all
  {% set instead = {
    'submission_id': 'withdrawn_by', 'value_origin': "'withdrawn'", 'obs_value': 'cast(null as decimal(28, 6))',
    'obs_status': "'O'", 'obs_reason': "'WITHDRAWN'", 'qualifier': "'_Z'", 'value_low': 'cast(null as decimal(28, 6))',
    'low_inclusive': 'cast(null as boolean)', 'value_high': 'cast(null as decimal(28, 6))',
    'high_inclusive': 'cast(null as boolean)', 'bound_basis': "'_Z'", 'reported_value': 'cast(null as decimal(28, 6))',
    'raw_text': "''", 'number_format': "'General'", 'rank_of_n': 'cast(null as integer)', 'rank_universe': "'_Z'",
    'rank_basis': "'_Z'", 'multiple_stated': 'cast(null as decimal(28, 6))', 'semantics': "''", 'comment_obs': "''",
    'sheet': "''", 'cell': "''", 'row_path': "''", 'col_path': "''",
  } -%}
  select
    {% for name in ['series_id'] + shared + own -%}
    {{ instead.get(name, name) }} as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
  from withdrawn
  where place = 1
),

located as (
  select
    every_value.*,
    submission.department_id,
    submission.file_name as source_file,
    submission.period as slot_period,
    submission.is_monthly,
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

-- Both values stay: the reported one as it was handed in, and the corrected one as a vintage of its own that is
-- known from the approval on. Its text is still that of the cell, which says what it said.
correction as (
  select
    applied.*,
    -- What is corrected is what a cell says, never what a register adds up to.
    'reported' as corrects,
    side.is_corrected
  from {{ ref('int_correction') }} as applied
  cross join (select false as is_corrected union all select true as is_corrected) as side
  where applied.is_applied
),

-- A return of every month says the year's figures again (a target, the state at the year's end). The return for the
-- latest month speaks, whatever came last: March, handed in once more in the next year, does not undo December.
yearly as (
  select * from located where freq = 'A' and is_monthly and value_origin <> 'register'
),

said_again as (
  select
    earlier.series_id,
    earlier.time_period,
    earlier.reporting_level,
    earlier.submission_id,
    earlier.value_origin,
    min(case when later.was_current then later.accepted_at end) as superseded_at,
    max(case when later.is_current then 1 else 0 end) = 1 as is_superseded
  from yearly as earlier
  inner join yearly as later
    on earlier.series_id = later.series_id
    and earlier.time_period = later.time_period
    and earlier.reporting_level = later.reporting_level
    and earlier.form_id = later.form_id
    and earlier.slot_period < later.slot_period
  group by earlier.series_id, earlier.time_period, earlier.reporting_level, earlier.submission_id, earlier.value_origin
),

beside as (
  select
    located.*,
    coalesce(said_again.is_superseded, false) as is_superseded,
    said_again.superseded_at,
    correction.correction_id as corrected_by,
    correction.known_at,
    correction.right_obs_value,
    correction.unit_mult as right_unit_mult,
    correction.right_decimals,
    correction.revision_reason as correction_reason,
    coalesce(correction.is_corrected, false) as is_corrected
  from located
  left join correction
    on located.submission_id = correction.submission_id
    and located.series_id = correction.series_id
    and located.time_period = correction.time_period
    and located.sheet = correction.sheet
    and located.cell = correction.cell
    and located.value_origin = correction.corrects
  left join said_again
    on located.submission_id = said_again.submission_id
    and located.series_id = said_again.series_id
    and located.time_period = said_again.time_period
    and located.reporting_level = said_again.reporting_level
    and located.value_origin = said_again.value_origin
)

select
  series_id,
  {{ dimensions() | join(',
  ') }},
  time_period,
  form_id,
  reporting_level,
  submission_id,
  case when is_corrected then 'corrected' else value_origin end as value_origin,
  case when value_origin = 'withdrawn' then 'reported' else value_origin end as vintage_origin,
  case when is_corrected then right_obs_value else obs_value end as obs_value,
  case when is_corrected then 'A' else obs_status end as status_stated,
  case when is_corrected then '' else obs_reason end as obs_reason,
  conf_status,
  is_synthetic,
  case when is_corrected then 'eq' else qualifier end as qualifier,
  case when not is_corrected then value_low end as value_low,
  case when not is_corrected then low_inclusive end as low_inclusive,
  case when not is_corrected then value_high end as value_high,
  case when not is_corrected then high_inclusive end as high_inclusive,
  case when is_corrected then '_Z' else bound_basis end as bound_basis,
  reported_value,
  reported_unit,
  case when is_corrected then right_unit_mult else reported_unit_mult end as reported_unit_mult,
  case when is_corrected then right_decimals else reported_decimals end as reported_decimals,
  tolerance,
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
  sheet,
  cell,
  row_path,
  col_path,
  department_id,
  source_file,
  received_at,
  sequence,
  is_resave,
  was_current and coalesce(superseded_at > accepted_at, true) as was_current,
  -- Of the two that one submission gives rise to, the corrected one speaks.
  is_current and not is_superseded and (is_corrected or corrected_by is null) as is_current,
  case when is_corrected then known_at else accepted_at end as accepted_at,
  known_at as corrected_at,
  case when is_corrected then correction_reason else reason_stated end as reason_stated,
  case when is_corrected then corrected_by else '_Z' end as correction_id
from beside
