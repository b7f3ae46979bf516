-- grain: a level series × period (or, where no level is collected, the series its growth belongs to).
-- Growth as reported beside growth as computed, over the base the form states and over last year's own;
-- and what else is said of two periods: difference, index, two-year average, the turn of a result.
{% set marks = {
  'level': ['level_value'], 'growth': ['growth_reported', 'reported_low', 'reported_high'],
  'growth_computed': [
    'growth_computed', 'growth_computed_rounded', 'difference', 'index_previous_year', 'gap_pp', 'tolerance_pp',
  ],
  'growth_computed_own': ['growth_computed_own', 'growth_computed_own_rounded'],
  'bounds': ['growth_low', 'growth_high'], 'base': ['base_value'], 'base_own': ['base_value_own'],
  'two_year_average': ['two_year_average'],
  'base_latest': ['base_value_latest'], 'growth_latest': ['growth_over_latest_base'],
} %}
{% set interval = "('nearly', 'gt', 'ge', 'lt', 'le', 'range')" %}
with chosen as (
  select
    growth.*,
    {% for name in dimensions() -%}
    series.{{ name }},
    {% endfor -%}
    series.series_id,
    growth_series.series_id as growth_series_id,
    indicator.indicator_zh,
    indicator.level_collected,
    indicator.is_profit,
    area.area_zh,
    indicator.unit_measure as level_unit_measure,
    counted.unit_zh is not null as is_count,
    -- A base that is known by its bounds alone stands only where there is no other.
    case
      when base_stated_value is not null then 'STATED'
      when base_own_value is not null then 'OWN'
      when base_stated_qualifier in {{ interval }} then 'STATED'
      when base_own_qualifier in {{ interval }} then 'OWN'
    end as base_from,
    -- Also that of another form, which the growth that is reported rests on.
    abs(base_stated_value - base_own_value) > base_stated_half_ulp + base_own_half_ulp
      or coalesce(abs(base_as_stated - base_own_value) > base_as_stated_half_ulp + base_own_half_ulp, false) as bases_differ,
    -- A break is flagged and never takes a growth away: the reader decides what the two periods are worth.
    {% for language in ['zh', 'en'] -%}
    coalesce(case when of_level.years = 1 then of_level.break_reason_{{ language }} end,
      case when of_growth.years = 1 then of_growth.break_reason_{{ language }} end) as break_reason_{{ language }},
    {% endfor -%}
    of_level.series_key is not null as breaks_in_two_years
  from {{ ref('int_growth') }} as growth
  -- Of the level, or of the growth where there is none.
  inner join {{ ref('int_series') }} as series
    on coalesce(growth.level_series_key, growth.growth_series_key) = series.series_key
  left join {{ ref('int_series') }} as growth_series
    on growth.growth_series_key = growth_series.series_key
  -- A grade is not divided: five stars are no growth of 25 % over four.
  inner join {{ ref('stg_indicator') }} as indicator
    on series.indicator_id = indicator.indicator_id and coalesce(indicator.scale, 'ratio') <> 'ordinal'
  left join (select distinct unit_zh from {{ ref('stg_unit') }} where dimension = 'count') as counted
    on indicator.display_unit_zh = counted.unit_zh
  left join {{ ref('int_break') }} as of_level
    on growth.level_series_key = of_level.series_key and growth.month = of_level.month
  left join {{ ref('int_break') }} as of_growth
    on growth.growth_series_key = of_growth.series_key and growth.month = of_growth.month
  inner join {{ ref('stg_area') }} as area
    on series.ref_area = area.ref_area
),

based as (
  select
    chosen.*,
    case base_from when 'STATED' then base_stated_source when 'OWN' then 'OWN' end as base_source,
    {% for name in ['id', 'value', 'qualifier', 'low', 'high', 'half_ulp', 'conf_status', 'is_synthetic'] -%}
    case base_from when 'STATED' then base_stated_{{ name }} when 'OWN' then base_own_{{ name }} end as base_{{ name }}{{ ',' if not loop.last }}
    {% endfor -%}
  from chosen
),

reasoned as (
  select
    based.*,
    -- Growth needs a level that is a point and not negative over a base that is a positive point. A
    -- level of zero over a positive base is a fall by 100 %, which is a figure like any other.
    case
      when not level_collected then 'LEVEL_NOT_COLLECTED'
      when level_id is null then 'LEVEL_MISSING'
      when level_value is null and level_reason = 'JAN_EXEMPT' then 'JAN_EXEMPT'
      when level_value is null and level_qualifier in {{ interval }} then 'LEVEL_NOT_A_POINT'
      when level_value is null then 'LEVEL_MISSING'
      when level_qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when level_value < 0 then 'LEVEL_NEGATIVE'
      when base_value is null and base_from is not null then 'BASE_NOT_A_POINT'
      when base_value is null then 'BASE_MISSING'
      when base_value = 0 then 'BASE_ZERO'
      when base_value < 0 then 'BASE_NEGATIVE'
      when base_qualifier <> 'eq' then 'BASE_NOT_A_POINT'
    end as reason,
    -- Last year's own value is a base by itself: a stated base of zero takes nothing away from it.
    level_collected and level_qualifier = 'eq' and level_value >= 0 and base_own_qualifier = 'eq' and base_own_value > 0
      as own_base_stands,
    -- On a comparable base the levels of two years are of different scopes, and only the rates go together.
    case
      when growth_reported is not null and growth_before is not null and growth_scope_basis = 'COMPARABLE' then 'RATES'
      when growth_scope_basis = 'COMPARABLE' or base_from = 'STATED' and base_stated_source = 'COMPARABLE' then null
      when level_value is not null and two_years_value is not null then 'LEVELS'
      when growth_reported is not null and growth_before is not null then 'RATES'
    end as two_year_source
  from based
),

-- What is certain of each operand as it was reported: half a unit of the last place about a point, and the
-- bounds of what is known by them. "About" is certain of nothing.
bounded as (
  select
    reasoned.*,
    case when growth_reported is not null then growth_reported - growth_half_ulp else growth_reported_low end as least_reported,
    case when growth_reported is not null then growth_reported + growth_half_ulp else growth_reported_high end as most_reported,
    case when level_value is not null then level_value - level_half_ulp else level_low end as least_level,
    case when level_value is not null then level_value + level_half_ulp else level_high end as most_level,
    case when base_value is not null then base_value - base_half_ulp else base_low end as least_base,
    case when base_value is not null then base_value + base_half_ulp else base_high end as most_base,
    -- What a growth was computed from where it was stated, in a form that says level or base more coarsely.
    {% for name in ['level', 'base'] -%}
    {{ name }}_as_stated - {{ name }}_as_stated_half_ulp as least_{{ name }}_stated,
    {{ name }}_as_stated + {{ name }}_as_stated_half_ulp as most_{{ name }}_stated,
    {% endfor -%}
    (growth_reported is not null and coalesce(growth_qualifier, 'eq') <> 'approx') or growth_qualifier in {{ interval }} as is_reported,
    (reason is null or reason in ('LEVEL_NOT_A_POINT', 'BASE_NOT_A_POINT'))
      and coalesce(level_qualifier, 'eq') <> 'approx' and coalesce(base_qualifier, 'eq') <> 'approx'
      and base_from is not null as is_bounded
  from reasoned
),

computed as (
  select
    bounded.*,
    case when reason is null then {{ growth_percent('level_value', 'base_value') }} end as growth_computed,
    case when reason is null then {{ growth_percent_rounded('level_value', 'base_value') }} end
      as growth_computed_rounded,
    case
      when own_base_stands
        then {{ growth_percent('level_value', 'base_own_value') }}
    end as growth_computed_own,
    case
      when own_base_stands
        then {{ growth_percent_rounded('level_value', 'base_own_value') }}
    end as growth_computed_own_rounded,
    case
      when is_bounded and is_reported
        then {{ growth_agrees_within(
          'least_reported', 'most_reported',
          'coalesce(least_level_stated, least_level)', 'coalesce(most_level_stated, most_level)',
          'coalesce(least_base_stated, least_base)', 'coalesce(most_base_stated, most_base)'
        ) }}
    end as agrees,
    case
      when own_base_stands and is_reported and base_own_value > base_own_half_ulp
        then {{ growth_agrees_within('least_reported', 'most_reported', 'least_level', 'most_level', 'base_own_value - base_own_half_ulp', 'base_own_value + base_own_half_ulp') }}
    end as agrees_own,
    case
      when reason is null and growth_reported is not null
        then {{ growth_tolerance('growth_half_ulp', 'level_value', 'level_half_ulp', 'base_value', 'base_half_ulp') }}
    end as tolerance_pp,
    case when is_bounded and reason is not null then {{ growth_low('level_low', 'base_low', 'base_high') }} end as low_of_operands,
    case when is_bounded and reason is not null then {{ growth_high('level_high', 'base_low', 'base_high') }} end as high_of_operands,
    case when level_qualifier = 'eq' and base_qualifier = 'eq' then {{ difference('level_value', 'base_value') }} end as difference,
    case when reason is null then {{ index_percent('level_value', 'base_value') }} end as index_previous_year,
    case
      when two_year_source = 'LEVELS' and level_qualifier = 'eq' and two_years_qualifier = 'eq'
        then {{ two_year_average_of_levels('level_value', 'two_years_value') }}
      when two_year_source = 'RATES' then {{ two_year_average_of_rates('growth_before', 'growth_reported') }}
    end as two_year_average,
    case
      when two_year_source = 'RATES' and (growth_before < -100 or growth_reported < -100) then 'RATE_BELOW_MINUS_100'
      when two_year_source = 'RATES' then null
      when not level_collected then 'RATE_MISSING'
      when growth_scope_basis = 'COMPARABLE' or base_source = 'COMPARABLE' then 'RATE_MISSING'
      when reason in ('LEVEL_MISSING', 'JAN_EXEMPT', 'LEVEL_NOT_A_POINT', 'LEVEL_NEGATIVE') then reason
      when two_years_qualifier not in ('eq', '_Z') then 'BASE_NOT_A_POINT'
      when two_years_value is null then 'BASE_MISSING'
      when two_years_value = 0 then 'BASE_ZERO'
      when two_years_value < 0 then 'BASE_NEGATIVE'
    end as two_year_reason,
    -- Over last year's value as it was revised since: beside, never in place of what was judged then.
    case
      when level_collected and level_qualifier = 'eq' and level_value >= 0 and base_latest_qualifier = 'eq' and base_latest_value > 0
        then {{ growth_percent_rounded('level_value', 'base_latest_value') }}
    end as growth_over_latest_base,
    -- 5 % of the level, or fewer than ten of what is counted: a percentage of so little says nothing that words do not.
    reason is null and (
      20 * base_value < level_value or (is_count and base_value < 10)
    ) as base_small,
    case when level_qualifier = 'eq' and base_qualifier = 'eq' then {{ turn('level_value', 'base_value', 'is_profit', 'zh') }} end as turn_zh,
    case when level_qualifier = 'eq' and base_qualifier = 'eq' then {{ turn('level_value', 'base_value', 'is_profit', 'en') }} end as turn_en
  from bounded
)

select
  {{ result_id('growth_rate', ['level_series_id', 'time_period']) }} as result_id,
  level_series_id as series_id,
  growth_series_id,
  time_period,
  indicator_id,
  indicator_zh,
  method_id,
  ref_area,
  area_zh,
  place_id,
  component_area,
  breakdown,
  freq,
  accumulation,
  currency,
  price_basis,
  level_value,
  growth_reported,
  growth_qualifier as reported_qualifier,
  growth_reported_low as reported_low,
  growth_reported_high as reported_high,
  growth_computed,
  growth_computed_rounded,
  growth_computed_own,
  growth_computed_own_rounded,
  growth_low,
  growth_high,
  growth_bounds_source,
  difference,
  index_previous_year,
  two_year_average,
  two_year_source,
  two_year_reason,
  coalesce(two_year_source = 'LEVELS' and breaks_in_two_years, false) as two_year_has_break,
  coalesce(turn_zh, '') as turn_zh,
  coalesce(turn_en, '') as turn_en,
  base_value,
  base_source,
  base_value_own,
  base_differs,
  coalesce(base_small, false) as base_small,
  {{ business_day('base_revised_at') }} as base_revised_since,
  base_latest_value as base_value_latest,
  growth_over_latest_base,
  gap_pp,
  tolerance_pp,
  agrees,
  agrees_own,
  comparability,
  break_reason_zh is not null as has_break,
  coalesce(break_reason_zh, '') as break_reason_zh,
  coalesce(break_reason_en, '') as break_reason_en,
  reason,
  -- The row's marks are those of its main figure: the growth as reported, or as computed where none is.
  case when growth_id is not null then growth_conf_status else growth_computed_conf_status end as conf_status,
  case when growth_id is not null then growth_is_synthetic else growth_computed_is_synthetic end as is_synthetic,
  {{ marked_figures(marks, "{}_conf_status <> 'F'") }} as restricted_figures,
  {{ marked_figures(marks, '{}_is_synthetic') }} as invented_figures,
  level_id,
  growth_id,
  base_id,
  base_own_id,
  base_latest_id,
  two_years_id,
  growth_before_id
from (
  select
    computed.*,
    -- The level that a growth without one would have.
    case
      when level_id is not null then series_id
      else {{ series_id({'time_transform': "'N'", 'unit_measure': 'level_unit_measure', 'scope_basis': "'OWN'"}) }}
    end as level_series_id,
    base_own_value as base_value_own,
    coalesce(bases_differ, false) as base_differs,
    case growth_bounds_source when 'OPERANDS' then low_of_operands when 'REPORTED' then growth_reported_low end as growth_low,
    case growth_bounds_source when 'OPERANDS' then high_of_operands when 'REPORTED' then growth_reported_high end as growth_high,
    cast(growth_reported as double) - growth_computed as gap_pp,
    case
      when growth_scope_basis = 'COMPARABLE' or base_source = 'COMPARABLE'
        then case when coalesce(bases_differ, false) then 'SCOPE_DIFFERS' else 'COMPARABLE' end
      else 'OWN'
    end as comparability,
    -- What is computed is invented if any operand is, and as confidential as the most confidential of them.
    {% for mark, roles in [('growth_computed', ['level', 'base']), ('growth_computed_own', ['level', 'base_own'])] -%}
    {{ any_synthetic(roles) }} as {{ mark }}_is_synthetic,
    {{ most_confidential_operand(roles) }} as {{ mark }}_conf_status,
    {% endfor -%}
    -- Few bases were revised since, and where none was there is nothing to mark.
    base_latest_id is not null and ({{ any_synthetic(['level', 'base_latest']) }}) as growth_latest_is_synthetic,
    case when base_latest_id is not null then {{ most_confidential_operand(['level', 'base_latest']) }} else 'F' end
      as growth_latest_conf_status,
    {% for mark, source, kinds in [
      ('two_year_average', 'two_year_source', {'LEVELS': ['level', 'two_years'], 'RATES': ['growth', 'growth_before']}),
      ('bounds', 'growth_bounds_source', {'OPERANDS': ['level', 'base'], 'REPORTED': ['growth']}),
    ] -%}
    case {{ source }}{% for kind, roles in kinds.items() %} when '{{ kind }}' then {{ any_synthetic(roles) }}{% endfor %} else false end
      as {{ mark }}_is_synthetic,
    case {{ source }}{% for kind, roles in kinds.items() %} when '{{ kind }}' then {{ most_confidential_operand(roles) }}{% endfor %} else 'F' end
      as {{ mark }}_conf_status{{ ',' if not loop.last }}
    {% endfor %}
  from (
    select
      computed.*,
      case
        when coalesce(low_of_operands, high_of_operands) is not null then 'OPERANDS'
        when growth_qualifier in {{ interval }} then 'REPORTED'
      end as growth_bounds_source
    from computed
  ) as computed
) as finished
