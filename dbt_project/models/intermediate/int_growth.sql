-- grain: what a level and its growth share (growth_key) × period. The operands of a growth, role by role: the level,
-- the growth as reported, the three possible bases a year earlier by the calendar (comparable scope and quoted, both
-- only from the submission that carries the level, and last year's own value), and what a two-year average needs.
-- Each is the observation that plays the role (`*_id`) and its number; where it stands is a join away.
--
-- Last year's own value is the vintage that was known when this year's was said: 按当期基数评价,不追溯. What it was revised
-- to since stands beside (base_latest); a mistyped one that was put right counts as right from the first, and one that
-- was handed in late is the first that anybody knew.
{% set operand = ['observation_id', 'value', 'qualifier', 'low', 'high', 'half_ulp', 'conf_status', 'is_synthetic'] %}
with operand as (
  select
    value_now.observation_id,
    value_now.series_key,
    series.growth_key,
    value_now.month,
    value_now.time_period,
    value_now.submission_id,
    value_now.value_origin,
    series.time_transform,
    series.scope_basis,
    value_now.obs_value as value,
    value_now.obs_reason as reason,
    value_now.qualifier,
    value_now.value_low,
    value_now.value_high,
    -- A point is its own bounds; of 近, 余 and 以上 only the bounds are known; "about" bounds nothing.
    case when value_now.qualifier = 'eq' then value_now.obs_value else value_now.value_low end as low,
    case when value_now.qualifier = 'eq' then value_now.obs_value else value_now.value_high end as high,
    {{ half_ulp('value_now.reported_unit_mult', 'value_now.reported_decimals') }} as half_ulp,
    value_now.conf_status,
    value_now.is_synthetic,
    value_now.begun_at,
    value_now.n_vintages
  from {{ ref('int_value') }} as value_now
  inner join {{ ref('int_series') }} as series
    on value_now.series_key = series.series_key
  where value_now.is_chosen and series.measure = 'VALUE' and series.accumulation <> 'LIFE' and series.status_class = 'actual'
    and series.time_transform in ('N', 'G1Y')
),

level as (
  select * from operand where time_transform = 'N' and scope_basis = 'OWN'
),

base_stated as (
  select * from operand where time_transform = 'N' and scope_basis in ('QUOTED', 'COMPARABLE')
),

-- A form may state a growth on the comparable base beside one that does not say: the comparable one stands.
stated_twice as (
  select growth_key
  from {{ ref('int_series') }}
  where measure = 'VALUE' and time_transform = 'G1Y' and status_class = 'actual'
  group by growth_key
  having count(*) > 1
),

standing as (
  select
    operand.observation_id,
    row_number() over (partition by operand.growth_key, operand.month order by {{ standing_rank('operand') }}, operand.series_key) as place
  from operand
  inner join stated_twice
    on operand.growth_key = stated_twice.growth_key
  where operand.time_transform = 'G1Y'
),

reported as (
  select operand.*
  from operand
  left join standing
    on operand.observation_id = standing.observation_id
  where operand.time_transform = 'G1Y' and coalesce(standing.place = 1, true)
),

-- A growth that another form states is held against the level and the base of that form, as coarsely rounded as there.
as_stated as (
  select
    reported.observation_id,
    {% for name, scope in [('level', "= 'OWN'"), ('base', "<> 'OWN'")] -%}
    max(case when said.scope_basis {{ scope }} then said.obs_value end) as {{ name }},
    max(case when said.scope_basis {{ scope }} then said.half_ulp end) as {{ name }}_half_ulp{{ ',' if not loop.last }}
    {% endfor %}
  from reported
  inner join level
    on reported.growth_key = level.growth_key
    and reported.month = level.month
    and reported.submission_id <> level.submission_id
  inner join (
    select
      series.growth_key,
      series.scope_basis,
      value_then.submission_id,
      value_then.month,
      value_then.obs_value,
      {{ half_ulp('value_then.reported_unit_mult', 'value_then.reported_decimals') }} as half_ulp
    from {{ ref('int_value') }} as value_then
    inner join {{ ref('int_series') }} as series
      on value_then.series_key = series.series_key
    where series.measure = 'VALUE' and series.time_transform = 'N' and series.status_class = 'actual'
      and value_then.stands_in_slot and value_then.vintage_origin = 'reported' and value_then.qualifier = 'eq'
  ) as said
    on reported.growth_key = said.growth_key
    and reported.submission_id = said.submission_id
    and reported.month - case said.scope_basis when 'OWN' then 0 else 12 end = said.month
  group by reported.observation_id
),

-- Few bases are ever revised: what was known when is asked of these alone.
revised_base as (
  select
    own.growth_key,
    own.month + 12 as month,
    latest.series_key as base_series_key,
    latest.month as base_month,
    latest.form_id,
    latest.vintage_origin,
    latest.reporting_level,
    -- The return that stated the growth, where it came after the level was first said.
    greatest(level.begun_at, case when reported.qualifier <> '_Z' then reported.begun_at else level.begun_at end) as said_at
  from level as own
  inner join {{ ref('int_value') }} as latest
    on own.observation_id = latest.observation_id
  inner join level
    on own.growth_key = level.growth_key and own.month + 12 = level.month
  left join reported
    on level.growth_key = reported.growth_key and level.month = reported.month
  where own.n_vintages > 1
),

vintage_of_base as (
  select
    revised_base.growth_key,
    revised_base.month,
    vintage.*,
    -- What came since, and was no typing mistake put right.
    vintage.vintage > 1 and vintage.begun_at > revised_base.said_at
      and vintage.revision_reason not in ('correction', 'unit_fix') as is_revision
  from revised_base
  inner join {{ ref('int_value') }} as vintage
    on revised_base.base_series_key = vintage.series_key
    and revised_base.base_month = vintage.month
    and revised_base.form_id = vintage.form_id
    and revised_base.vintage_origin = vintage.vintage_origin
    and revised_base.reporting_level = vintage.reporting_level
    and vintage.opens_vintage
),

base_then as (
  select
    placed.*,
    obs_value as value,
    case when qualifier = 'eq' then obs_value else value_low end as low,
    case when qualifier = 'eq' then obs_value else value_high end as high,
    {{ half_ulp('reported_unit_mult', 'reported_decimals') }} as half_ulp
  from (
    select
      vintage_of_base.*,
      since.revised_at,
      row_number() over (partition by growth_key, month order by vintage desc) as place
    from vintage_of_base
    inner join (
      select
        growth_key as revised_key,
        month as revised_month,
        min(case when is_revision then vintage end) as revision,
        min(case when is_revision then begun_at end) as revised_at
      from vintage_of_base
      group by growth_key, month
    ) as since
      on vintage_of_base.growth_key = since.revised_key
      and vintage_of_base.month = since.revised_month
      and vintage_of_base.vintage < since.revision
  ) as placed
  where place = 1
)

{% set key = 'coalesce(level.growth_key, reported.growth_key)' %}
{% set month = 'coalesce(level.month, reported.month)' %}
-- Of two stated bases the one with a value, then the comparable one.
{% set comparable_stands = 'comparable.observation_id is not null and (comparable.value is not null or quoted.value is null)' %}
select
  {{ key }} as growth_key,
  {{ month }} as month,
  coalesce(level.time_period, reported.time_period) as time_period,
  level.series_key as level_series_key,
  level.reason as level_reason,
  reported.series_key as growth_series_key,
  reported.observation_id as growth_id,
  reported.value as growth_reported,
  reported.qualifier as growth_qualifier,
  reported.value_low as growth_reported_low,
  reported.value_high as growth_reported_high,
  reported.reason as growth_reason,
  reported.half_ulp as growth_half_ulp,
  reported.scope_basis as growth_scope_basis,
  reported.conf_status as growth_conf_status,
  reported.is_synthetic as growth_is_synthetic,
  case
    when {{ comparable_stands }} and coalesce(comparable.value, comparable.low, comparable.high) is not null then 'COMPARABLE'
    when not ({{ comparable_stands }}) and coalesce(quoted.value, quoted.low, quoted.high) is not null then 'QUOTED'
  end as base_stated_source,
  {% for name in operand -%}
  {% set column = name | replace('observation_', '') -%}
  level.{{ name }} as level_{{ column }},
  case when {{ comparable_stands }} then comparable.{{ name }} else quoted.{{ name }} end as base_stated_{{ column }},
  {% for basis in ['comparable', 'quoted'] if name not in ['low', 'high'] -%}
  {{ basis }}.{{ name }} as base_{{ basis }}_{{ column }},
  {% endfor -%}
  case when base_then.observation_id is not null then base_then.{{ name }} else own.{{ name }} end as base_own_{{ column }},
  {% endfor -%}
  {% for name in ['level', 'base'] -%}
  as_stated.{{ name }} as {{ name }}_as_stated,
  as_stated.{{ name }}_half_ulp as {{ name }}_as_stated_half_ulp,
  {% endfor -%}
  base_then.revised_at as base_revised_at,
  -- As last year's value is now, where it was revised since.
  {% for name in ['observation_id', 'value', 'qualifier', 'conf_status', 'is_synthetic'] -%}
  case when base_then.observation_id is not null then own.{{ name }} end as base_latest_{{ name | replace('observation_', '') }},
  {% endfor -%}
  two_years.observation_id as two_years_id,
  two_years.value as two_years_value,
  two_years.qualifier as two_years_qualifier,
  two_years.conf_status as two_years_conf_status,
  two_years.is_synthetic as two_years_is_synthetic,
  rate_before.observation_id as growth_before_id,
  rate_before.value as growth_before,
  rate_before.conf_status as growth_before_conf_status,
  rate_before.is_synthetic as growth_before_is_synthetic
from level
full outer join reported
  on level.growth_key = reported.growth_key and level.month = reported.month
{% for basis in ['quoted', 'comparable'] -%}
left join base_stated as {{ basis }}
  on level.growth_key = {{ basis }}.growth_key
  and level.submission_id = {{ basis }}.submission_id
  and level.month - 12 = {{ basis }}.month
  and {{ basis }}.scope_basis = '{{ basis | upper }}'
{% endfor -%}
left join level as own
  on {{ key }} = own.growth_key
  and {{ month }} - 12 = own.month
left join as_stated
  on reported.observation_id = as_stated.observation_id
left join base_then
  on level.growth_key = base_then.growth_key
  and level.month = base_then.month
left join level as two_years
  on {{ key }} = two_years.growth_key
  and {{ month }} - 24 = two_years.month
left join reported as rate_before
  on {{ key }} = rate_before.growth_key
  and {{ month }} - 12 = rate_before.month
