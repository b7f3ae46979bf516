{#-
  A family row by row, a row a series and period, with the sentence that it answers for and the value a year before: for
  counts of many kinds, few of which recur. A grade (scale ordinal) is compared with nothing: five stars less four are
  no star.
-#}
{% macro family_lines(page) -%}
with chosen as (
  select
    value_now.*,
    indicator.family,
    indicator.scale,
    {{ growth_key() }} as compared_by
  from {{ ref('mart_indicator') }} as value_now
  inner join (select indicator_id as described, family, scale from {{ ref('dim_indicator') }}) as indicator
    on value_now.indicator_id = indicator.described
  where indicator.family in ('{{ page.families | join("', '") }}')
    and value_now.measure = 'VALUE' and value_now.time_transform = 'N' and value_now.scope_basis = 'OWN'
    {%- if page.but %}
    and value_now.indicator_id not in ('{{ page.but | join("', '") }}')
    {%- endif %}
),

compared as (
  select
    chosen.*,
    before.obs_value as value_year_before,
    before.observation_id as value_year_before_id,
    before.conf_status as before_conf_status,
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
  observation_id,
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
  case when obs_value is null then coalesce(nullif(obs_reason, ''), 'NOT_STATED') end as obs_value_reason,
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
  value_year_before_id,
  case when difference_reason is null then {{ difference('obs_value', 'value_year_before') }} end as difference,
  difference_reason,
  department_id,
  n_vintages,
  conf_status,
  is_synthetic,
  {%- for names, restricted in [('restricted_figures', true), ('invented_figures', false)] %}
  concat_ws(
    ',',
    case when {{ "before_conf_status <> 'F'" if restricted else 'before_is_synthetic' }} then 'value_year_before' end,
    case
      when difference_reason is null and {{ "(before_conf_status <> 'F' or conf_status <> 'F')" if restricted else '(before_is_synthetic or is_synthetic)' }}
        then 'difference'
    end
  ) as {{ names }}{{ ',' if not loop.last }}
  {%- endfor %}
from compared
{%- endmacro %}
