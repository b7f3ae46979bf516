-- grain: one value of one series in one period, as one accepted submission says it, adds it up or no longer says it,
-- and beside what it says what a correction puts in its place. Numbers and keys alone: the words of its cell stand
-- under `read_id` in stg_observation. Read once, by int_value, and therefore a view.
{{ config(materialized='view') }}
{% set shared = [
  'observation_id', 'time_period', 'form_id', 'reporting_level', 'submission_id', 'value_origin', 'obs_value',
  'obs_status', 'obs_reason', 'conf_status', 'is_synthetic', 'qualifier', 'value_low', 'value_high',
  'reported_unit_mult', 'reported_decimals', 'tolerance',
] %}
-- What is recognised row by row is what its rows add up to. Where the total that a return states is that sum, it is the
-- recognised amount; where not, it is what is claimed, and the sum stands for what is recognised.
with claimed as (
  select
    said_of.observation_id as claimed_id,
    max(case when added_up.leaves_rows_out then 1 else 0 end) = 1 as leaves_rows_out
  from {{ ref('int_register_observation') }} as added_up
  inner join {{ ref('stg_observation') }} as said_of
    on added_up.submission_id = said_of.submission_id
    and added_up.series_id = said_of.series_id
    and added_up.time_period = said_of.time_period
  where added_up.is_sum_of_some and added_up.reporting_level = 'recognised' and said_of.reporting_level = 'recognised' and said_of.obs_value is not null
    and coalesce(abs(said_of.obs_value - added_up.obs_value) > {{ total_tolerance(
      'added_up.tolerance', half_ulp('added_up.reported_unit_mult', 'added_up.reported_decimals'),
      half_ulp('said_of.reported_unit_mult', 'said_of.reported_decimals')
    ) }}, true)
  group by said_of.observation_id
),

-- A growth of what is claimed is none of what is recognised: its cell is kept, and no figure is made of it. Where every
-- row is recognised, a total that differs is a slip, and the growth is what it was.
growth_of_claimed as (
  select distinct
    growth.observation_id as growth_id
  from claimed
  inner join {{ ref('stg_observation') }} as total
    on claimed.claimed_id = total.observation_id
  inner join {{ ref('stg_observation') }} as growth
    on total.submission_id = growth.submission_id
    and total.time_period = growth.time_period
    and growth.time_transform = 'G1Y'
    -- A blank cell says no growth, of what was claimed or of what was recognised.
    and (growth.obs_value is not null or growth.qualifier <> '_Z')
    {% for name in ['indicator_id', 'measure', 'method_id', 'ref_area', 'place_id', 'component_area', 'breakdown', 'freq', 'accumulation', 'currency'] -%}
    and total.{{ name }} = growth.{{ name }}
    {% endfor %}
  where claimed.leaves_rows_out
),

{% set of_claimed = {
  'obs_value': 'cast(null as decimal(28, 6))', 'obs_status': "'O'", 'obs_reason': "'OF_CLAIMED'", 'qualifier': "'_Z'",
  'value_low': 'cast(null as decimal(28, 6))', 'value_high': 'cast(null as decimal(28, 6))',
} %}
every_reading as (
  select
    {% for name in shared -%}
    {% if name == 'reporting_level' -%}
    case when claimed.claimed_id is not null or growth_of_claimed.growth_id is not null then 'claimed' else reporting_level end as reporting_level,
    {% elif name in of_claimed -%}
    case when growth_of_claimed.growth_id is not null then {{ of_claimed[name] }} else said_of.{{ name }} end as {{ name }},
    {% else -%}
    {{ 'cast(0 as decimal(28, 6)) as ' if name == 'tolerance' }}{{ name }},
    {% endif -%}
    {% endfor -%}
    series_id,
    observation_id as read_id
  from {{ ref('stg_observation') }} as said_of
  left join claimed
    on said_of.observation_id = claimed.claimed_id
  left join growth_of_claimed
    on said_of.observation_id = growth_of_claimed.growth_id
  union all
  select
    {{ shared | join(',\n    ') }},
    series_id,
    observation_id as read_id
  from {{ ref('int_register_observation') }}
),

said as (
  select
    {% for name in shared -%}
    every_reading.{{ name }},
    {% endfor -%}
    every_reading.read_id,
    series.series_key,
    series.freq,
    {{ month_count('every_reading.time_period') }} as month
  from every_reading
  inner join {{ ref('int_series') }} as series
    on every_reading.series_id = series.series_id
),

-- What took whose place in a slot. Nobody withdraws what never was known, nor by what never spoke.
replaced as (
  select
    earlier.submission_id,
    earlier.place_from_last,
    later.submission_id as replaced_by
  from {{ ref('int_submission_current') }} as earlier
  inner join {{ ref('int_submission_current') }} as later
    on earlier.department_id = later.department_id
    and earlier.form_id = later.form_id
    and earlier.period = later.period
    and earlier.part = later.part
    and earlier.place_from_last > later.place_from_last
  where earlier.was_current and later.was_current
),

said_still as (
  select
    said.series_key,
    said.month,
    said.submission_id
  from said
  inner join (select distinct replaced_by from replaced) as replacing
    on said.submission_id = replacing.replaced_by
  where said.value_origin = 'reported'
),

-- A figure that was said in a slot and that what takes its place there does not say at all, its row or its column left
-- out, is withdrawn: no value from then on, and no cell. It stays withdrawn until it is said again.
withdrawn as (
  select
    figure.*,
    replaced.replaced_by,
    series.series_id,
    row_number() over (
      partition by replaced.replaced_by, figure.series_key, figure.month, figure.reporting_level
      order by replaced.place_from_last
    ) as place
  from said as figure
  inner join replaced
    on figure.submission_id = replaced.submission_id
  inner join {{ ref('int_series') }} as series
    on figure.series_key = series.series_key
  left join said_still
    on replaced.replaced_by = said_still.submission_id
    and figure.series_key = said_still.series_key
    and figure.month = said_still.month
  where figure.value_origin = 'reported' and said_still.series_key is null
    and (figure.obs_value is not null or figure.qualifier <> '_Z')
),

-- Each relation below is asked once: DuckDB keeps what is asked twice, and a million values cost 0.6 s each time.
{% set instead = {
  'observation_id': observation_id({'submission_id': 'replaced_by', 'value_origin': "'withdrawn'"}), 'submission_id': 'replaced_by', 'value_origin': "'withdrawn'",
  'obs_value': 'cast(null as decimal(28, 6))', 'obs_status': "'O'", 'obs_reason': "'WITHDRAWN'", 'qualifier': "'_Z'",
  'value_low': 'cast(null as decimal(28, 6))', 'value_high': 'cast(null as decimal(28, 6))',
} %}
gone as (
  select
    {% for name in shared -%}
    {{ instead.get(name, name) }} as {{ name }},
    {% endfor -%}
    read_id,
    series_key,
    freq,
    month
  from withdrawn
  where place = 1
),

every_value as (
  select * from said
  union all
  select * from gone
),

-- A return of every month says the year's figures again (a target, the state at the year's end). The return for the
-- latest month speaks, whatever came last: March, handed in once more in the next year, does not undo December.
yearly as (
  select
    said_or_gone.observation_id,
    said_or_gone.series_key,
    said_or_gone.month,
    said_or_gone.reporting_level,
    said_or_gone.form_id,
    submission.period as slot_period,
    submission.accepted_at,
    submission.was_current,
    submission.is_current
  from (
    select * from said where freq = 'A' and value_origin <> 'register'
    union all
    select * from gone where freq = 'A'
  ) as said_or_gone
  inner join {{ ref('int_submission_current') }} as submission
    on said_or_gone.submission_id = submission.submission_id
  where submission.is_monthly
),

said_again as (
  select
    earlier.observation_id,
    min(case when later.was_current then later.accepted_at end) as superseded_at,
    max(case when later.is_current then 1 else 0 end) = 1 as is_superseded
  from yearly as earlier
  inner join yearly as later
    on earlier.series_key = later.series_key
    and earlier.month = later.month
    and earlier.reporting_level = later.reporting_level
    and earlier.form_id = later.form_id
    and earlier.slot_period < later.slot_period
  group by earlier.observation_id
),

-- Both values stay: the reported one as it was handed in, and the corrected one as a vintage of its own that is
-- known from the approval on. Its text is still that of the cell, which says what it said.
correction as (
  select
    applied.*,
    side.is_corrected,
    {{ observation_id({'value_origin': "'corrected'"}) }} as corrected_id
  from {{ ref('int_correction') }} as applied
  cross join (select false as is_corrected union all select true as is_corrected) as side
  where applied.is_applied
)

{% set corrected = {
  'observation_id': 'correction.corrected_id', 'value_origin': "'corrected'", 'obs_value': 'correction.right_obs_value',
  'obs_reason': "''", 'qualifier': "'eq'", 'value_low': 'null', 'value_high': 'null',
  'reported_unit_mult': 'correction.unit_mult', 'reported_decimals': 'correction.right_decimals',
} %}
{% set is_corrected = 'coalesce(correction.is_corrected, false)' %}
select
  {% for name in shared if name != 'obs_status' -%}
  {% if name in corrected -%}
  case when {{ is_corrected }} then {{ corrected[name] }} else value_then.{{ name }} end as {{ name }},
  {% else -%}
  value_then.{{ name }},
  {% endif -%}
  {% endfor -%}
  case when {{ is_corrected }} then 'A' else value_then.obs_status end as status_stated,
  value_then.read_id,
  value_then.series_key,
  value_then.month,
  case when {{ is_corrected }} then correction.revision_reason else submission.revision_reason end as reason_stated,
  submission.received_at,
  case when {{ is_corrected }} then correction.known_at else submission.accepted_at end as accepted_at,
  case value_then.value_origin when 'withdrawn' then 'reported' else value_then.value_origin end as vintage_origin,
  submission.was_current and coalesce(said_again.superseded_at > submission.accepted_at, true) as was_current,
  -- Of the two that one submission gives rise to, the corrected one speaks.
  submission.is_current and not coalesce(said_again.is_superseded, false)
    and ({{ is_corrected }} or correction.correction_id is null) as is_current,
  -- Whatever a later month says of the same year: what the return of its own month says now.
  submission.is_current and ({{ is_corrected }} or correction.correction_id is null) as stands_in_slot,
  correction.known_at as corrected_at,
  case when {{ is_corrected }} then correction.correction_id else '_Z' end as correction_id
from every_value as value_then
inner join {{ ref('int_submission_current') }} as submission
  on value_then.submission_id = submission.submission_id
left join said_again
  on value_then.observation_id = said_again.observation_id
left join correction
  on value_then.observation_id = correction.corrects
