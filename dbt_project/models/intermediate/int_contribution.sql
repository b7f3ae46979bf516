-- grain: partition × part × whole (whole_key) × period. Part and whole side by side with each base that they
-- may be compared with, and the contribution that a form states. A partition applies where there are levels of
-- the whole and of a part; a part that has none in a period has an empty row.
{% set keyed = dimensions() | reject('in', ['time_transform', 'unit_measure', 'scope_basis', 'measure', 'component_area']) | list %}
{% set bases = ['comparable', 'quoted', 'own'] %}
{% set operand = ['id', 'value', 'qualifier', 'half_ulp', 'conf_status', 'is_synthetic'] %}
with growth as (
  select
    growth.*,
    {% for name in dimensions() -%}
    series.{{ name }},
    {% endfor -%}
    series.series_id as level_series_id
  from {{ ref('int_growth') }} as growth
  inner join {{ ref('int_series') }} as series
    on growth.level_series_key = series.series_key
  where series.component_area = '_Z'
),

{% for dimension in ['ref_area', 'breakdown'] %}
part_of_{{ dimension }} as (
  select
    piece.partition_id,
    piece.partition_dimension,
    piece.whole,
    piece.part,
    {{ whole_key(dimension) }} as whole_key,
    growth.*
  from growth
  inner join {{ ref('stg_partition') }} as piece
    on piece.partition_dimension = '{{ dimension }}' and growth.{{ dimension }} = piece.part
),

whole_of_{{ dimension }} as (
  select
    piece.partition_id,
    {{ whole_key(dimension) }} as whole_key,
    growth.*
  from growth
  inner join
    (select distinct partition_id, whole from {{ ref('stg_partition') }} where partition_dimension = '{{ dimension }}')
      as piece
    on growth.{{ dimension }} = piece.whole
),

stated_of_{{ dimension }} as (
  select
    piece.partition_id,
    piece.part,
    {{ whole_key(dimension) }} as whole_key,
    value_now.*
  from {{ ref('int_indicator_current') }} as value_now
  inner join {{ ref('stg_partition') }} as piece
    on piece.partition_dimension = '{{ dimension }}'
    {% if dimension == 'ref_area' -%}
    and value_now.ref_area = piece.whole and value_now.component_area = piece.part
    {%- else -%}
    and value_now.breakdown = piece.part and value_now.component_area = '_Z'
    {%- endif %}
  where value_now.time_transform = 'GO1Y' and value_now.status_class = 'actual'
),
{% endfor %}
part_level as (
  select * from part_of_ref_area
  union all
  select * from part_of_breakdown
),

whole_level as (
  select * from whole_of_ref_area
  union all
  select * from whole_of_breakdown
),

-- One statement a part and measure; that on the comparable base, if there are two.
stated as (
  select *
  from (
    select
      every_statement.*,
      row_number() over (
        partition by partition_id, part, whole_key, time_period, measure
        order by {{ standing_rank() }}, series_id
      ) as place
    from (
      select * from stated_of_ref_area
      union all
      select * from stated_of_breakdown
    ) as every_statement
  ) as placed
  where place = 1
),

-- What is divided: the dimensions of the whole, once.
divided as (
  select
    part_level.partition_id,
    part_level.whole_key,
    {% for name in keyed -%}
    max(case
      when '{{ name }}' = partition_dimension then whole
      else part_level.{{ name }}
    end) as {{ name }},
    {% endfor -%}
    max(whole) as whole
  from part_level
  inner join (select distinct partition_id, whole_key from whole_level) as known
    on part_level.partition_id = known.partition_id and part_level.whole_key = known.whole_key
  group by part_level.partition_id, part_level.whole_key
),

period as (
  select partition_id, whole_key, time_period from part_level
  union distinct
  select whole_level.partition_id, whole_level.whole_key, whole_level.time_period
  from whole_level
  inner join divided
    on whole_level.partition_id = divided.partition_id and whole_level.whole_key = divided.whole_key
)

select
  divided.*,
  period.time_period,
  piece.partition_dimension,
  piece.part,
  piece.part_zh,
  piece.part_en,
  part_level.level_series_id as part_series_id,
  part_level.level_reason as part_level_reason,
  {% for name in operand -%}
  {% for side in ['part', 'whole'] -%}
  {{ side }}_level.level_{{ name }} as {{ side }}_level_{{ name }},
  {% for basis in bases -%}
  {{ side }}_level.base_{{ basis }}_{{ name }} as {{ side }}_{{ basis }}_{{ name }},
  {% endfor -%}
  {% endfor -%}
  {% endfor -%}
  {% for measure, name in [('VALUE', 'contribution'), ('SHARE', 'share')] -%}
  {{ name }}.series_id as {{ name }}_series_id,
  {{ name }}.observation_id as {{ name }}_id,
  {{ name }}.obs_value as {{ name }}_reported,
  {{ name }}.qualifier as {{ name }}_qualifier,
  {{ name }}.value_low as {{ name }}_reported_low,
  {{ name }}.value_high as {{ name }}_reported_high,
  {{ name }}.obs_reason as {{ name }}_reported_reason,
  {{ half_ulp(name ~ '.reported_unit_mult', name ~ '.reported_decimals') }} as {{ name }}_half_ulp,
  {{ name }}.conf_status as {{ name }}_conf_status,
  {{ name }}.is_synthetic as {{ name }}_is_synthetic{{ ',' if not loop.last }}
  {% endfor -%}
from period
inner join divided
  on period.partition_id = divided.partition_id and period.whole_key = divided.whole_key
inner join {{ ref('stg_partition') }} as piece
  on divided.partition_id = piece.partition_id and divided.whole = piece.whole
left join part_level
  on period.partition_id = part_level.partition_id
  and period.whole_key = part_level.whole_key
  and period.time_period = part_level.time_period
  and piece.part = part_level.part
left join whole_level
  on period.partition_id = whole_level.partition_id
  and period.whole_key = whole_level.whole_key
  and period.time_period = whole_level.time_period
{% for measure, name in [('VALUE', 'contribution'), ('SHARE', 'share')] -%}
left join stated as {{ name }}
  on period.partition_id = {{ name }}.partition_id
  and period.whole_key = {{ name }}.whole_key
  and period.time_period = {{ name }}.time_period
  and piece.part = {{ name }}.part
  and {{ name }}.measure = '{{ measure }}'
{% endfor %}
