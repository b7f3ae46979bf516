-- grain: a level series × period (or, where no level is collected, the series its growth belongs to).
-- Growth as reported beside growth as computed, over the base the form states and over last year's own.
with judged as (
  select
    growth.*,
    indicator.indicator_zh,
    indicator.level_collected,
    area.area_zh,
    indicator.unit_measure as level_unit_measure,
    coalesce(base_stated_value, base_own_value) as base_value,
    coalesce(base_stated_source, case when base_own_value is not null then 'OWN' end) as base_source,
    coalesce(base_stated_half_ulp, base_own_half_ulp) as base_half_ulp,
    coalesce(base_stated_is_synthetic, base_own_is_synthetic) as base_is_synthetic,
    case when base_stated_value is not null then level_submission_id else base_own_submission_id end
      as base_submission_id,
    case when base_stated_value is not null then level_file else base_own_file end as base_file,
    case when base_stated_value is not null then base_stated_sheet else base_own_sheet end as base_sheet,
    case when base_stated_value is not null then base_stated_cell else base_own_cell end as base_cell,
    abs(base_stated_value - base_own_value) > base_stated_half_ulp + base_own_half_ulp as bases_differ
  from {{ ref('int_growth') }} as growth
  inner join {{ ref('stg_indicator') }} as indicator
    on growth.indicator_id = indicator.indicator_id
  inner join {{ ref('stg_area') }} as area
    on growth.ref_area = area.ref_area
),

reasoned as (
  select
    judged.*,
    -- Growth needs a level that is a point and not negative over a base that is a positive point. A
    -- level of zero over a positive base is a fall by 100 %, which is a figure like any other.
    case
      when not level_collected then 'LEVEL_NOT_COLLECTED'
      when level_series_id is null then 'LEVEL_MISSING'
      when level_value is null and level_reason = 'JAN_EXEMPT' then 'JAN_EXEMPT'
      when level_value is null then 'LEVEL_MISSING'
      when level_qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when level_value < 0 then 'LEVEL_NEGATIVE'
      when base_value is null then 'BASE_MISSING'
      when base_value = 0 then 'BASE_ZERO'
      when base_value < 0 then 'BASE_NEGATIVE'
    end as reason
  from judged
),

computed as (
  select
    reasoned.*,
    case when reason is null then {{ growth_percent('level_value', 'base_value') }} end as growth_computed,
    case when reason is null then {{ growth_percent_rounded('level_value', 'base_value') }} end
      as growth_computed_rounded,
    case
      when reason is null and base_own_value > 0 and base_own_qualifier = 'eq'
        then {{ growth_percent('level_value', 'base_own_value') }}
    end as growth_computed_own,
    case
      when reason is null and base_own_value > 0 and base_own_qualifier = 'eq'
        then {{ growth_percent_rounded('level_value', 'base_own_value') }}
    end as growth_computed_own_rounded,
    case
      when reason is null and growth_reported is not null and base_value > base_half_ulp
        then {{ growth_agrees('growth_reported', 'growth_half_ulp', 'level_value', 'level_half_ulp', 'base_value', 'base_half_ulp') }}
    end as agrees,
    case
      when reason is null and growth_reported is not null and base_own_value > base_own_half_ulp
        then {{ growth_agrees('growth_reported', 'growth_half_ulp', 'level_value', 'level_half_ulp', 'base_own_value', 'base_own_half_ulp') }}
    end as agrees_own,
    case
      when reason is null and growth_reported is not null and base_value > base_half_ulp
        then {{ growth_tolerance('growth_half_ulp', 'level_value', 'level_half_ulp', 'base_value', 'base_half_ulp') }}
    end as tolerance_pp
  from reasoned
)

select
  coalesce(
    level_series_id,
    {{ series_id({'measure': "'VALUE'", 'time_transform': "'N'", 'unit_measure': 'level_unit_measure', 'scope_basis': "'OWN'"}) }}
  ) as series_id,
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
  growth_computed,
  growth_computed_rounded,
  growth_computed_own,
  growth_computed_own_rounded,
  base_value,
  base_source,
  base_value_own,
  base_differs,
  gap_pp,
  tolerance_pp,
  agrees,
  agrees_own,
  comparability,
  reason,
  is_synthetic,
  level_submission_id,
  level_file,
  level_sheet,
  level_cell,
  growth_submission_id,
  growth_file,
  growth_sheet,
  growth_cell,
  base_submission_id,
  base_file,
  base_sheet,
  base_cell,
  base_own_submission_id,
  base_own_file,
  base_own_sheet,
  base_own_cell
from (
  select
    computed.*,
    base_own_value as base_value_own,
    coalesce(bases_differ, false) as base_differs,
    cast(growth_reported as double) - growth_computed as gap_pp,
    case
      when growth_scope_basis = 'COMPARABLE' or base_source = 'COMPARABLE'
        then case when coalesce(bases_differ, false) then 'SCOPE_DIFFERS' else 'COMPARABLE' end
      else 'OWN'
    end as comparability,
    -- A computed value is synthetic if any input is.
    coalesce(level_is_synthetic, false) or coalesce(base_is_synthetic, false)
      or coalesce(growth_is_synthetic, false) or coalesce(base_own_is_synthetic, false) as is_synthetic
  from computed
) as finished
