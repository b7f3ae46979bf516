-- grain: line × period, as in headline. What its figures rest on: both growths, the base, how confidential and how real
-- each figure is, and the cell of the one that the row is about.
with target as (
  select series_id, time_period, target_is_synthetic, target_conf_status, target_latest
  from {{ ref('int_target_line') }}
  where place_of_kind = 1
)

select
  concat_ws('|', line.series_id, line.time_period) as row_key,
  {{ two_decimals('line.growth_reported') }} as growth_reported,
  {{ narrow_percent('line.growth_computed_rounded') }} as growth_computed,
  line.agrees,
  {{ display_figure('line.base_value', 'line.display_unit_mult') }} as base,
  base_source.code_zh as base_source_zh,
  line.base_revised_since,
  coalesce(amount.target_latest, rate.target_latest) as target_latest,
  case when line.rank_now is not null then rank_basis.code_zh end as rank_basis_zh,
  before.value_before as value_previous_period,
  {{ display_figure('line.base_value_own', 'line.display_unit_mult') }} as value_last_year,
  line.conf_status,
  concat_ws(
    '；'
    {%- for name, status in [
      ('本期数', "case when line.has_level then line.value_conf_status end"), ('同比', 'line.growth_conf_status'),
      ('目标', 'coalesce(amount.target_conf_status, rate.target_conf_status)'), ('位次', 'line.rank_conf_status'),
    ] %},
    case when coalesce({{ status }}, 'F') <> 'F' then concat('{{ name }}：', {{ code_words(status, 'CL_CONF_STATUS') }}) end
    {%- endfor %}
  ) as restricted_figures_zh,
  line.is_synthetic,
  {{ names_where({
    '本期数': 'line.value_is_synthetic',
    '同比': 'line.growth_is_synthetic',
    '目标': 'coalesce(amount.target_is_synthetic, rate.target_is_synthetic, false)',
    '位次': 'line.rank_is_synthetic',
  }) }} as invented_figures_zh,
  cast(line.observation_id as {{ dbt.type_string() }}) as observation_id,
  main.source_file as file,
  main.source_sheet as sheet,
  main.source_cell as cell,
  {{ business_day('line.received_at') }} as received_on
from {{ ref('int_line') }} as line
left join {{ ref('int_line_before') }} as before
  on line.line_id = before.line_id
inner join {{ ref('mart_indicator') }} as main
  on line.observation_id = main.observation_id
left join target as amount
  on line.series_id = amount.series_id and line.time_period = amount.time_period
left join target as rate
  on line.growth_series_id = rate.series_id and line.time_period = rate.time_period
left join {{ ref('dim_code') }} as base_source
  on base_source.code_list = 'CL_BASE_SOURCE' and line.base_source = base_source.code
left join {{ ref('dim_code') }} as rank_basis
  on rank_basis.code_list = 'CL_RANK_BASIS' and line.rank_basis = rank_basis.code
