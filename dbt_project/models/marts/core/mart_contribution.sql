-- grain: partition × part × level series of the whole × period. What each part adds to the growth of the
-- whole, in points and as a share of the growth, computed over one kind of base for part and whole, beside
-- what a form states of either.
{% set computed_of = {
  'growth_computed': ['part_level', 'part_base'],
  'whole_growth_computed': ['whole_level', 'whole_base'],
  'contribution_pp': ['part_level', 'part_base', 'whole_base'],
  'share_of_growth': ['part_level', 'part_base', 'whole_level', 'whole_base'],
  'share_of_total': ['part_level', 'whole_level'],
} %}
{% set marks = {
  'part_level': ['level_value'], 'part_base': ['base_value'], 'whole_level': ['whole_level_value'], 'whole_base': ['whole_base_value'],
  'growth_computed': ['growth_computed'], 'whole_growth_computed': ['whole_growth_computed'],
  'contribution_pp': ['contribution_pp', 'contribution_pp_rounded'],
  'share_of_growth': ['share_of_growth', 'share_of_growth_rounded', 'share_change_pp', 'residual_pp'],
  'share_of_total': ['share_of_total'],
  'contribution': ['contribution_reported', 'contribution_reported_low', 'contribution_reported_high'], 'share': ['share_reported'],
} %}
with counted as (
  select
    contribution.*,
    {% for basis in base_order() -%}
    -- Whether whole and every part that has a level can be compared on this basis.
    whole_{{ basis | lower }}_value is not null
      and min(case when part_level_value is null or part_{{ basis | lower }}_value is not null then 1 else 0 end)
        over (partition by partition_id, whole_key, time_period) = 1 as all_have_{{ basis | lower }},
    {% endfor -%}
    min(case when part_level_value is null then 0 else 1 end) over (partition by partition_id, whole_key, time_period) = 1
      as all_parts_are_there
  from {{ ref('int_contribution') }} as contribution
),

-- The order of bases is that of growth; a basis that all have goes before one that only the whole has.
sourced as (
  select
    counted.*,
    case
      {% for basis in base_order() -%}
      when all_have_{{ basis | lower }} then '{{ basis }}'
      {% endfor -%}
      {% for basis in base_order() -%}
      when whole_{{ basis | lower }}_value is not null then '{{ basis }}'
      {% endfor -%}
    end as base_source
  from counted
),

based as (
  select
    sourced.*,
    {% for side in ['part', 'whole'] -%}
    {% for name in ['id', 'value', 'qualifier', 'half_ulp', 'conf_status', 'is_synthetic'] -%}
    {{ of_basis('base_source', side ~ '_*_' ~ name) }} as {{ side }}_base_{{ name }},
    {% endfor -%}
    {% endfor -%}
    coalesce(part_comparable_value, part_quoted_value, part_own_value) is not null as part_has_a_base
  from sourced
),

reasoned as (
  select
    based.*,
    -- Why no contribution: it needs level and base of the part and the base of the whole, all of them points.
    case
      when part_level_value is null and part_level_reason = 'JAN_EXEMPT' then 'JAN_EXEMPT'
      when part_level_value is null and part_level_qualifier not in ('eq', '_Z') then 'LEVEL_NOT_A_POINT'
      when part_level_value is null then 'PART_MISSING'
      when part_level_qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when base_source is null then 'TOTAL_BASE_MISSING'
      when whole_base_value = 0 then 'BASE_ZERO'
      when whole_base_value < 0 then 'BASE_NEGATIVE'
      when part_base_value is null and part_has_a_base then 'SCOPE_DIFFERS'
      when part_base_value is null then 'BASE_MISSING'
      when part_base_qualifier <> 'eq' or whole_base_qualifier <> 'eq' then 'BASE_NOT_A_POINT'
    end as reason,
    case when part_level_qualifier = 'eq' and part_base_qualifier = 'eq' then {{ difference('part_level_value', 'part_base_value') }} end
      as part_change,
    case when whole_level_qualifier = 'eq' and whole_base_qualifier = 'eq' then {{ difference('whole_level_value', 'whole_base_value') }} end
      as whole_change
  from based
),

shared as (
  select
    reasoned.*,
    case
      when reason is not null then reason
      when whole_level_value is null then 'TOTAL_MISSING'
      when whole_level_qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      else {{ share_of_growth_reason('whole_change') }}
    end as share_reason,
    case
      when reason is not null then reason
      when part_level_value < 0 then 'LEVEL_NEGATIVE'
      when part_base_value = 0 then 'BASE_ZERO'
      when part_base_value < 0 then 'BASE_NEGATIVE'
    end as part_growth_reason,
    case
      when whole_level_value is null then 'TOTAL_MISSING'
      when base_source is null then 'TOTAL_BASE_MISSING'
      when whole_level_qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when whole_level_value < 0 then 'LEVEL_NEGATIVE'
      when whole_base_value = 0 then 'BASE_ZERO'
      when whole_base_value < 0 then 'BASE_NEGATIVE'
      when whole_base_qualifier <> 'eq' then 'BASE_NOT_A_POINT'
    end as whole_growth_reason,
    -- The parts' changes against the whole's: nothing but the rounding of what was handed in may be left.
    case
      when min(case when reason is null then 1 else 0 end) over (partition by partition_id, whole_key, time_period) = 1
        then cast(sum(part_change) over (partition by partition_id, whole_key, time_period) - whole_change as decimal(28, 6))
    end as change_left_over,
    sum(part_level_half_ulp + part_base_half_ulp) over (partition by partition_id, whole_key, time_period)
      + whole_level_half_ulp + whole_base_half_ulp as change_tolerance
  from reasoned
),

computed as (
  select
    shared.*,
    case when part_growth_reason is null then {{ growth_percent('part_level_value', 'part_base_value') }} end
      as growth_computed,
    case when whole_growth_reason is null then {{ growth_percent('whole_level_value', 'whole_base_value') }} end
      as whole_growth_computed,
    case
      when change_left_over is not null and whole_base_value > 0 then null
      when not all_parts_are_there then 'PART_MISSING'
      when whole_growth_reason is not null then whole_growth_reason
      else 'BASE_MISSING'
    end as residual_reason,
    case when reason is null then {{ contribution_pp('part_change', 'whole_base_value') }} end as contribution_pp,
    case when reason is null then {{ contribution_pp_rounded('part_change', 'whole_base_value') }} end as contribution_pp_rounded,
    case when share_reason is null then {{ share_of_growth('part_change', 'whole_change') }} end as share_of_growth,
    case when share_reason is null then {{ share_of_growth_rounded('part_change', 'whole_change') }} end as share_of_growth_rounded,
    -- A share needs no base.
    case
      when part_level_qualifier = 'eq' and whole_level_qualifier = 'eq'
        then {{ share_percent('part_level_value', 'whole_level_value') }}
    end as share_of_total,
    case when reason is null then {{ share_change_pp('part_level_value', 'whole_level_value', 'part_base_value', 'whole_base_value') }} end
      as share_change_pp,
    {{ contribution_pp('change_left_over', 'whole_base_value') }} as residual_pp,
    abs(change_left_over) <= change_tolerance as parts_add_up,
    -- A point as stated moves by half a unit of its last place; what is known by its bounds, within them.
    {% for name in ['contribution', 'share'] -%}
    ({{ name }}_reported is not null and coalesce({{ name }}_qualifier, 'eq') <> 'approx') or {{ name }}_qualifier in ('nearly', 'gt', 'ge', 'lt', 'le', 'range') as {{ name }}_is_stated,
    case when {{ name }}_reported is not null then {{ name }}_reported - {{ name }}_half_ulp else {{ name }}_reported_low end
      as least_{{ name }},
    case when {{ name }}_reported is not null then {{ name }}_reported + {{ name }}_half_ulp else {{ name }}_reported_high end
      as most_{{ name }},
    {% endfor -%}
    part_change - part_level_half_ulp - part_base_half_ulp as least_part_change,
    part_change + part_level_half_ulp + part_base_half_ulp as most_part_change,
    whole_change - whole_level_half_ulp - whole_base_half_ulp as least_whole_change,
    whole_change + whole_level_half_ulp + whole_base_half_ulp as most_whole_change,
    whole_base_value - whole_base_half_ulp as least_whole_base,
    whole_base_value + whole_base_half_ulp as most_whole_base,
    {% for mark, roles in computed_of.items() -%}
    {{ any_synthetic(roles) }} as {{ mark }}_is_synthetic,
    {{ most_confidential_operand(roles) }} as {{ mark }}_conf_status{{ ',' if not loop.last }}
    {% endfor %}
  from shared
)

{% set whole_series = series_id({
    'indicator_id': 'computed.indicator_id',
    'measure': "'VALUE'",
    'method_id': 'computed.method_id',
    'ref_area': 'computed.ref_area',
    'currency': 'computed.currency',
    'price_basis': 'computed.price_basis',
    'accumulation': 'computed.accumulation',
    'component_area': "'_Z'",
    'time_transform': "'N'",
    'unit_measure': 'indicator.unit_measure',
    'scope_basis': "'OWN'",
  }) %}
select
  {{ result_id('contribution', ['computed.partition_id', 'part', whole_series, 'time_period']) }} as result_id,
  computed.partition_id,
  partition_dimension,
  {{ whole_series }} as series_id,
  part,
  part_zh,
  part_en,
  time_period,
  computed.indicator_id,
  indicator.indicator_zh,
  computed.method_id,
  computed.ref_area,
  area.area_zh,
  place_id,
  breakdown,
  freq,
  computed.accumulation,
  computed.currency,
  computed.price_basis,
  part_series_id,
  part_level_value as level_value,
  part_base_value as base_value,
  base_source,
  growth_computed,
  part_growth_reason,
  whole_level_value,
  whole_base_value,
  whole_growth_computed,
  whole_growth_reason,
  share_of_total,
  share_change_pp,
  contribution_series_id,
  contribution_reported,
  contribution_reported_low,
  contribution_reported_high,
  contribution_pp,
  contribution_pp_rounded,
  case
    when reason is null and contribution_is_stated
      then {{ ratio_agrees('least_contribution', 'most_contribution', 'least_part_change', 'most_part_change', 'least_whole_base', 'most_whole_base') }}
  end as contribution_agrees,
  reason as contribution_reason,
  share_reported,
  share_of_growth,
  share_of_growth_rounded,
  case
    when share_reason is null and share_is_stated
      then {{ ratio_agrees('least_share', 'most_share', 'least_part_change', 'most_part_change', 'least_whole_change', 'most_whole_change') }}
  end as share_agrees,
  share_reason,
  residual_pp,
  residual_reason,
  parts_add_up,
  -- The main figure is the contribution as computed, which rests on the part and on the base of the whole.
  contribution_pp_conf_status as conf_status,
  contribution_pp_is_synthetic as is_synthetic,
  {{ marked_figures(marks, "{}_conf_status <> 'F'") }} as restricted_figures,
  {{ marked_figures(marks, '{}_is_synthetic') }} as invented_figures,
  part_level_id as level_id,
  part_base_id as base_id,
  whole_level_id,
  whole_base_id,
  contribution_id,
  share_id
from computed
inner join {{ ref('stg_indicator') }} as indicator
  on computed.indicator_id = indicator.indicator_id
inner join {{ ref('stg_area') }} as area
  on computed.ref_area = area.ref_area
