-- grain: result × role × what plays it: every value and every cell that a figure rests on. A result is a value
-- (observation_id) or what a mart computes (its result_id). Where an observation plays the role, its cell is that of
-- fct_observation; a cell that is no observation (one that repeats a value, one of a register) is named here.
{% set computed = {
  'mart_growth_rate': ['level', 'growth', 'base', 'base_own', 'base_latest', 'two_years', 'growth_before'],
  'mart_single_month': ['level', 'before', 'month'],
  'mart_fixed_base_growth': ['level', 'base'],
  'mart_contribution': ['level', 'base', 'whole_level', 'whole_base', 'contribution', 'share'],
  'mart_target_progress': ['level', 'target', 'target_latest', 'completion', 'gap', 'rank'],
} %}
with said as (
  select
    value_then.observation_id,
    value_then.series_key,
    value_then.month,
    value_then.submission_id,
    series.growth_key,
    value_then.is_synthetic,
    series.time_transform,
    series.scope_basis
  from {{ ref('int_value') }} as value_then
  inner join {{ ref('int_series') }} as series
    on value_then.series_key = series.series_key
  where value_then.value_origin = 'reported' and series.measure = 'VALUE' and series.time_transform in ('N', 'G1Y')
),

-- What the same return says beside a level or a growth.
beside as (
  select
    said.observation_id as result_id,
    case
      when other.time_transform = 'G1Y' then 'growth'
      when other.scope_basis = 'OWN' then 'level'
      else 'base'
    end as role,
    other.observation_id,
    other.submission_id,
    other.is_synthetic
  from said
  inner join said as other
    on said.growth_key = other.growth_key
    and said.submission_id = other.submission_id
    and said.month - case when other.time_transform = 'N' and other.scope_basis <> 'OWN' then 12 else 0 end = other.month
  where (said.time_transform = 'N' and said.scope_basis = 'OWN' and (other.time_transform = 'G1Y' or other.scope_basis <> 'OWN'))
    or (said.time_transform = 'G1Y' and other.time_transform = 'N')
),

-- A sum, and what the same return says it is.
totalled as (
  select
    observation_id as result_id,
    observation_id as sum_id
  from {{ ref('int_register_observation') }}
  union all
  select
    said_of.observation_id as result_id,
    added_up.observation_id as sum_id
  from {{ ref('int_register_observation') }} as added_up
  inner join {{ ref('stg_observation') }} as said_of
    on added_up.submission_id = said_of.submission_id
    and added_up.series_id = said_of.series_id
    and added_up.time_period = said_of.time_period
),

operand as (
  {% for mart, roles in computed.items() -%}
  {% for role in roles -%}
  select result_id, '{{ role }}' as role, {{ role }}_id as observation_id
  from {{ ref(mart) }}
  where {{ role }}_id is not null
  {{ 'union all' if not loop.last }}
  {% endfor -%}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

select
  result_id,
  role,
  observation_id,
  submission_id,
  '' as source_sheet,
  '' as source_cell,
  '' as raw_text,
  is_synthetic
from beside

union all

select
  operand.result_id,
  operand.role,
  operand.observation_id,
  value_then.submission_id,
  '' as source_sheet,
  '' as source_cell,
  '' as raw_text,
  value_then.is_synthetic
from operand
inner join {{ ref('int_value') }} as value_then
  on operand.observation_id = value_then.observation_id

union all

-- What is repeated may be said nowhere else: then it is a result of its own, of no reporting level.
select
  coalesce(said_of.observation_id, {{ observation_id({
    'series_id': 'repeated.series_id', 'time_period': 'repeated.time_period', 'submission_id': 'repeated.submission_id',
    'value_origin': "'repeated'", 'reporting_level': "'_Z'",
  }) }}) as result_id,
  'check' as role,
  cast(null as bigint) as observation_id,
  repeated.submission_id,
  repeated.sheet as source_sheet,
  repeated.cell as source_cell,
  repeated.raw_text,
  repeated.is_synthetic
from {{ ref('stg_check_cell') }} as repeated
left join {{ ref('stg_observation') }} as said_of
  on repeated.submission_id = said_of.submission_id
  and repeated.series_id = said_of.series_id
  and repeated.time_period = said_of.time_period

union all

select
  totalled.result_id,
  'component' as role,
  cast(null as bigint) as observation_id,
  added_up.submission_id,
  part.sheet as source_sheet,
  part.cell as source_cell,
  part.raw_text,
  part.is_synthetic
from totalled
inner join {{ ref('int_register_observation') }} as added_up
  on totalled.sum_id = added_up.observation_id
inner join {{ ref('int_register_part') }} as part
  on added_up.submission_id = part.submission_id
  and added_up.indicator_id = part.indicator_id
  and added_up.breakdown = part.breakdown
  and added_up.accumulation = part.accumulation
  and added_up.form_id = part.form_id
where part.value_text <> ''
  and (part.year_field is null or part.year = added_up.time_period)
