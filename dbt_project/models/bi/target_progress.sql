-- grain: line or place × period × kind of target. How much of a target is done, beside how much of the year has gone;
-- and what was promised and nothing is said of yet. Only amounts are completed: see target_form_zh.
{% set invented = {
  '实际数': 'target.value_is_synthetic',
  '目标': 'target.target_is_synthetic',
  '位次': 'coalesce(line.rank_is_synthetic, false)',
} %}
{% set promise = 'line_order, ref_area, place_id, time_transform, target_kind' %}
with target as (
  select
    target.*,
    -- Of a line that nothing is said of yet, the promise is the latest.
    case
      when value is not null then time_period = max(case when value is not null then time_period end) over (partition by series_id, target_kind)
      else time_period = max(time_period) over (partition by {{ promise }})
        and max(case when value is not null then 1 else 0 end) over (partition by {{ promise }}) = 0
    end as is_latest
  from {{ ref('int_target_line') }} as target
)

select
  concat_ws('|', target.series_id, target.time_period, target.target_kind) as row_key,
  {{ first_day('target.time_period') }} as month,
  {{ period_words('target.time_period', 'target.freq', 'target.accumulation') }} as period_zh,
  coalesce(family.code_zh, target.family) as family_zh,
  target.line_order,
  coalesce(line.line_zh, target.name_zh) as line_zh,
  case when target.place_id = '_T' then target.area_zh else concat(target.area_zh, ' ', target.place_zh) end as area_zh,
  target.unit_zh,
  target.value,
  target.target,
  kind.code_zh as target_kind_zh,
  form.code_zh as target_form_zh,
  {{ narrow_percent('target.completion') }} as completion,
  {{ narrow_percent('target.time_progress') }} as time_progress,
  {{ narrow_percent('target.gap') }} as gap_pp,
  target.standing_zh,
  line.rank_now as rank,
  line.rank_of_n as rank_of,
  concat_ws(
    '；',
    case when target.target is null then concat('目标', {{ without_brackets('target.target_display') }}) end,
    concat(cast({{ business_day('target.received_at') }} as {{ dbt.type_string() }}), '收到'),
    case when {{ names_where(invented) }} <> '' then concat('示例：', {{ names_where(invented) }}) end
  ) as state_zh,
  target.is_latest
from target
left join {{ ref('int_line') }} as line
  on target.series_id = line.series_id and target.time_period = line.time_period
left join {{ ref('dim_code') }} as family
  on family.code_list = 'CL_FAMILY' and target.family = family.code
left join {{ ref('dim_code') }} as kind
  on kind.code_list = 'CL_TARGET_KIND' and target.target_kind = kind.code
left join {{ ref('dim_code') }} as form
  on form.code_list = 'CL_TARGET_FORM' and target.target_form = form.code
