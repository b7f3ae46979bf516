-- grain: what a level and its growth share (growth_key) × period. Level, growth as reported, the three
-- possible bases a year earlier by the calendar: comparable scope and quoted, both only from the submission
-- that carries the level, and last year's own value; and what a two-year average needs.
with current_value as (
  select
    value_now.*,
    {{ growth_key() }} as growth_key,
    {{ half_ulp('reported_unit_mult', 'reported_decimals') }} as half_ulp,
    -- A point is its own bounds; of 近, 余 and 以上 only the bounds are known; "about" bounds nothing.
    case when qualifier = 'eq' then obs_value else value_low end as low,
    case when qualifier = 'eq' then obs_value else value_high end as high
  from {{ ref('int_indicator_current') }} as value_now
  where measure = 'VALUE' and accumulation <> 'LIFE' and status_class = 'actual'
),

level as (
  select * from current_value where time_transform = 'N' and scope_basis = 'OWN'
),

base_stated as (
  select * from current_value where time_transform = 'N' and scope_basis in ('QUOTED', 'COMPARABLE')
),

-- A form may state a growth on the comparable base beside one that does not say: the comparable one stands.
standing as (
  select
    growth_key,
    time_period,
    series_id,
    row_number() over (partition by growth_key, time_period order by {{ standing_rank() }}, series_id) as place
  from current_value
  where time_transform = 'G1Y'
),

reported as (
  select current_value.*
  from current_value
  inner join standing
    on current_value.series_id = standing.series_id and current_value.time_period = standing.time_period and standing.place = 1
)

{% set key = 'coalesce(level.growth_key, reported.growth_key)' %}
{% set period = 'coalesce(level.time_period, reported.time_period)' %}
-- Of two stated bases the one with a value, then the comparable one.
{% set comparable_stands = 'comparable.series_id is not null and (comparable.obs_value is not null or quoted.obs_value is null)' %}
select
  {{ key }} as growth_key,
  {{ period }} as time_period,
  {% for name in dimensions() if name not in ['time_transform', 'unit_measure', 'scope_basis', 'measure'] -%}
  coalesce(level.{{ name }}, reported.{{ name }}) as {{ name }},
  {% endfor -%}
  level.series_id as level_series_id,
  level.obs_value as level_value,
  level.qualifier as level_qualifier,
  level.low as level_low,
  level.high as level_high,
  level.obs_reason as level_reason,
  level.half_ulp as level_half_ulp,
  level.conf_status as level_conf_status,
  level.is_synthetic as level_is_synthetic,
  level.submission_id as level_submission_id,
  level.source_file as level_file,
  level.sheet as level_sheet,
  level.cell as level_cell,
  reported.series_id as growth_series_id,
  reported.obs_value as growth_reported,
  reported.qualifier as growth_qualifier,
  reported.value_low as growth_reported_low,
  reported.value_high as growth_reported_high,
  reported.obs_reason as growth_reason,
  reported.half_ulp as growth_half_ulp,
  reported.scope_basis as growth_scope_basis,
  reported.conf_status as growth_conf_status,
  reported.is_synthetic as growth_is_synthetic,
  reported.submission_id as growth_submission_id,
  reported.source_file as growth_file,
  reported.sheet as growth_sheet,
  reported.cell as growth_cell,
  case when {{ comparable_stands }} then comparable.obs_value else quoted.obs_value end as base_stated_value,
  case
    when {{ comparable_stands }} and coalesce(comparable.obs_value, comparable.low, comparable.high) is not null then 'COMPARABLE'
    when not ({{ comparable_stands }}) and coalesce(quoted.obs_value, quoted.low, quoted.high) is not null then 'QUOTED'
  end as base_stated_source,
  {% for name in ['qualifier', 'low', 'high', 'half_ulp', 'conf_status', 'is_synthetic', 'sheet', 'cell'] -%}
  case when {{ comparable_stands }} then comparable.{{ name }} else quoted.{{ name }} end as base_stated_{{ name }},
  {% endfor -%}
  {% for basis in ['comparable', 'quoted'] -%}
  {% for name in ['qualifier', 'half_ulp', 'conf_status', 'is_synthetic', 'sheet', 'cell'] -%}
  {{ basis }}.{{ name }} as base_{{ basis }}_{{ name }},
  {% endfor -%}
  {{ basis }}.obs_value as base_{{ basis }}_value,
  {% endfor -%}
  own.obs_value as base_own_value,
  own.qualifier as base_own_qualifier,
  own.low as base_own_low,
  own.high as base_own_high,
  own.half_ulp as base_own_half_ulp,
  own.conf_status as base_own_conf_status,
  own.is_synthetic as base_own_is_synthetic,
  own.submission_id as base_own_submission_id,
  own.source_file as base_own_file,
  own.sheet as base_own_sheet,
  own.cell as base_own_cell,
  two_years.obs_value as two_years_value,
  two_years.qualifier as two_years_qualifier,
  two_years.conf_status as two_years_conf_status,
  two_years.is_synthetic as two_years_is_synthetic,
  rate_before.obs_value as growth_before,
  rate_before.conf_status as growth_before_conf_status,
  rate_before.is_synthetic as growth_before_is_synthetic
from level
full outer join reported
  on level.growth_key = reported.growth_key and level.time_period = reported.time_period
{% for basis in ['quoted', 'comparable'] -%}
left join base_stated as {{ basis }}
  on level.growth_key = {{ basis }}.growth_key
  and level.submission_id = {{ basis }}.submission_id
  and {{ basis }}.time_period = {{ period_before('level.time_period', 12) }}
  and {{ basis }}.scope_basis = '{{ basis | upper }}'
{% endfor -%}
left join level as own
  on {{ key }} = own.growth_key
  and own.time_period = {{ period_before(period, 12) }}
left join level as two_years
  on {{ key }} = two_years.growth_key
  and two_years.time_period = {{ period_before(period, 24) }}
left join reported as rate_before
  on {{ key }} = rate_before.growth_key
  and rate_before.time_period = {{ period_before(period, 12) }}
