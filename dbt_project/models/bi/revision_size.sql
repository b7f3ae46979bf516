-- grain: line × level or growth × age. How far the values of a line lie from the first ones said of their periods: a month later,
-- a year later, now; see mart_revision_statistics. Periods and revised periods add up over lines, amounts never do.
with line as (
  select distinct series_id, line_order, line_zh, area_zh, '本期数' as what_zh
  from {{ ref('int_line') }}
  union all
  select distinct growth_series_id, line_order, line_zh, area_zh, '同比' as what_zh
  from {{ ref('int_line') }}
  where growth_series_id is not null
)

select
  concat_ws('|', measured.series_id, measured.lag) as row_key,
  line.line_order,
  line.line_zh,
  line.area_zh,
  line.what_zh,
  measured.display_unit_zh as unit_zh,
  age.code_zh as lag_zh,
  measured.n_values as periods,
  measured.n_revised as periods_revised,
  {% for name in ['mean_revision', 'mean_absolute_revision'] -%}
  try_cast(measured.{{ name }} as decimal(20, 4)) as {{ name }},
  {% endfor -%}
  {{ two_decimals('measured.relative_absolute_revision') }} as relative_revision,
  {{ first_day('measured.first_period') }} as first_month,
  {{ first_day('measured.last_period') }} as last_month,
  measured.is_synthetic
from {{ ref('mart_revision_statistics') }} as measured
inner join line
  on measured.series_id = line.series_id
left join {{ ref('dim_code') }} as age
  on age.code_list = 'CL_REVISION_LAG' and measured.lag = age.code
