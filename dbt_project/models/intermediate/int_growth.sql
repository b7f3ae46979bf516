-- grain: what a level and its growth share (growth_key) × period. Level, growth as reported, and the
-- three possible bases a year earlier by the calendar: comparable scope and quoted, both only from the
-- submission that carries the level, and last year's own value.
with current_value as (
  select
    value_now.*,
    {{ growth_key() }} as growth_key,
    {{ half_ulp('reported_unit_mult', 'reported_decimals') }} as half_ulp
  from {{ ref('int_indicator_current') }} as value_now
  where measure = 'VALUE' and accumulation <> 'LIFE' and status_class = 'actual'
),

level as (
  select * from current_value where time_transform = 'N' and scope_basis = 'OWN'
),

base_stated as (
  select * from current_value where time_transform = 'N' and scope_basis in ('QUOTED', 'COMPARABLE')
),

reported as (
  select * from current_value where time_transform = 'G1Y'
),

grid as (
  select growth_key, time_period from level
  union distinct
  select growth_key, time_period from reported
)

select
  grid.growth_key,
  grid.time_period,
  {% for name in dimensions() if name not in ['time_transform', 'unit_measure', 'scope_basis', 'measure'] -%}
  coalesce(level.{{ name }}, reported.{{ name }}) as {{ name }},
  {% endfor -%}
  level.series_id as level_series_id,
  level.obs_value as level_value,
  level.qualifier as level_qualifier,
  level.obs_reason as level_reason,
  level.half_ulp as level_half_ulp,
  level.is_synthetic as level_is_synthetic,
  level.submission_id as level_submission_id,
  level.source_file as level_file,
  level.sheet as level_sheet,
  level.cell as level_cell,
  reported.series_id as growth_series_id,
  reported.obs_value as growth_reported,
  reported.obs_reason as growth_reason,
  reported.half_ulp as growth_half_ulp,
  reported.scope_basis as growth_scope_basis,
  reported.is_synthetic as growth_is_synthetic,
  reported.submission_id as growth_submission_id,
  reported.source_file as growth_file,
  reported.sheet as growth_sheet,
  reported.cell as growth_cell,
  coalesce(comparable.obs_value, quoted.obs_value) as base_stated_value,
  case when comparable.obs_value is not null then 'COMPARABLE' when quoted.obs_value is not null then 'QUOTED' end
    as base_stated_source,
  coalesce(comparable.half_ulp, quoted.half_ulp) as base_stated_half_ulp,
  coalesce(comparable.is_synthetic, quoted.is_synthetic) as base_stated_is_synthetic,
  coalesce(comparable.sheet, quoted.sheet) as base_stated_sheet,
  coalesce(comparable.cell, quoted.cell) as base_stated_cell,
  own.obs_value as base_own_value,
  own.qualifier as base_own_qualifier,
  own.half_ulp as base_own_half_ulp,
  own.is_synthetic as base_own_is_synthetic,
  own.submission_id as base_own_submission_id,
  own.source_file as base_own_file,
  own.sheet as base_own_sheet,
  own.cell as base_own_cell
from grid
left join level
  on grid.growth_key = level.growth_key and grid.time_period = level.time_period
left join reported
  on grid.growth_key = reported.growth_key and grid.time_period = reported.time_period
left join base_stated as quoted
  on grid.growth_key = quoted.growth_key
  and quoted.time_period = {{ period_before('grid.time_period', 12) }}
  and quoted.submission_id = level.submission_id
  and quoted.scope_basis = 'QUOTED'
left join base_stated as comparable
  on grid.growth_key = comparable.growth_key
  and comparable.time_period = {{ period_before('grid.time_period', 12) }}
  and comparable.submission_id = level.submission_id
  and comparable.scope_basis = 'COMPARABLE'
left join level as own
  on grid.growth_key = own.growth_key
  and own.time_period = {{ period_before('grid.time_period', 12) }}
