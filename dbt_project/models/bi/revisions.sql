-- grain: a value that took the place of another one of its line and period: what was said before and after, and why. A
-- blank that was filled in, a late return and another status of the same value are none.
with line as (
  select series_id, time_period, line_order, line_zh, area_zh, period_zh, display_unit_zh, display_unit_mult, '本期数' as what_zh
  from {{ ref('int_line') }}
  union all
  -- The growth that is stated of a level is revised in points.
  select growth_series_id, time_period, line_order, line_zh, area_zh, period_zh, '个百分点', 0, '同比' as what_zh
  from {{ ref('int_line') }}
  where growth_series_id is not null
)

select
  concat_ws('|', revision.series_id, revision.time_period, cast(revision.vintage as {{ dbt.type_string() }})) as row_key,
  {{ first_day('revision.time_period') }} as month,
  line.period_zh,
  line.line_order,
  line.line_zh,
  line.area_zh,
  line.what_zh,
  line.display_unit_zh as unit_zh,
  {{ display_figure('revision.first_value', 'line.display_unit_mult') }} as value_first,
  {{ display_figure('revision.previous_value', 'line.display_unit_mult') }} as value_before,
  {{ display_figure('revision.obs_value', 'line.display_unit_mult') }} as value_after,
  {{ display_figure('revision.revision', 'line.display_unit_mult') }} as revision,
  {{ two_decimals('revision.revision_pct_rounded') }} as revision_percent,
  {{ business_day('revision.known_from') }} as revised_on,
  revision.days_since_first,
  reason.code_zh as reason_zh,
  department.department_zh,
  revision.is_current as is_latest,
  revision.is_synthetic
from {{ ref('mart_revision') }} as revision
inner join line
  on revision.series_id = line.series_id and revision.time_period = line.time_period
left join {{ ref('dim_code') }} as reason
  on reason.code_list = 'CL_REVISION_REASON' and revision.revision_reason = reason.code
left join {{ ref('stg_department') }} as department
  on revision.department_id = department.department_id
where revision.is_revised
