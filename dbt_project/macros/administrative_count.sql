{#-
  Administrative counts of some families, a row a series and period: the value or its bounds, as it is displayed,
  with the sentence that it answers for. `where` limits them further. A grade (scale ordinal) is compared with
  nothing: five stars less four are no star.
-#}
{% macro administrative_counts(families, where='true') -%}
with chosen as (
  select
    value_now.*,
    indicator.family,
    indicator.scale,
    {{ growth_key() }} as compared_by
  from {{ ref('mart_indicator') }} as value_now
  inner join (select indicator_id as described, family, scale from {{ ref('stg_indicator') }}) as indicator
    on value_now.indicator_id = indicator.described
  where indicator.family in ('{{ families | join("', '") }}')
    and value_now.measure = 'VALUE' and value_now.time_transform = 'N' and value_now.scope_basis = 'OWN'
    and {{ where }}
),

compared as (
  select
    chosen.*,
    before.obs_value as value_year_before,
    before.is_synthetic as before_is_synthetic,
    case
      when chosen.scale = 'ordinal' then 'ORDINAL'
      when chosen.obs_value is null and chosen.qualifier <> '_Z' then 'LEVEL_NOT_A_POINT'
      when chosen.obs_value is null then 'LEVEL_MISSING'
      when chosen.qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when before.series_id is null then 'BASE_MISSING'
      when before.obs_value is null and before.qualifier <> '_Z' then 'BASE_NOT_A_POINT'
      when before.obs_value is null then 'BASE_MISSING'
      when before.qualifier <> 'eq' then 'BASE_NOT_A_POINT'
    end as difference_reason
  from chosen
  left join chosen as before
    on chosen.compared_by = before.compared_by
    and before.time_period = {{ period_before('chosen.time_period', 12) }}
)

select
  series_id,
  time_period,
  family,
  indicator_id,
  indicator_zh,
  ref_area,
  area_zh,
  place_id,
  place_zh,
  freq,
  accumulation,
  status_class,
  target_kind,
  scale,
  unit_measure,
  obs_value,
  case when obs_value is null then coalesce(nullif(obs_reason, ''), 'NOT_STATED') end as value_reason,
  qualifier,
  value_low,
  low_inclusive,
  value_high,
  high_inclusive,
  display_value,
  display_unit_zh,
  value_basis,
  comment_obs,
  value_year_before,
  case when difference_reason is null then {{ difference('obs_value', 'value_year_before') }} end as difference,
  difference_reason,
  is_synthetic or coalesce(before_is_synthetic, false) as difference_is_synthetic,
  department_id,
  n_vintages,
  conf_status,
  is_synthetic,
  submission_id,
  source_file,
  source_sheet,
  source_cell
from compared
{%- endmacro %}
