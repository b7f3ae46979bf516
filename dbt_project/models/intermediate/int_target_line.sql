-- grain: series of an actual value × period × kind of target, in the units that people read; and the targets of a year
-- that nothing actual is said of yet, in its December. A ceiling is not completed: how much of it is used.
with named as (
  select
    progress.*,
    {{ target_form('progress', 'progress.direction') }} as target_form,
    case when progress.time_transform = 'G1Y' then '%' else indicator.display_unit_zh end as unit_zh,
    case when progress.time_transform = 'G1Y' then 0 else indicator.display_unit_mult end as unit_mult,
    {{ line_name('progress.indicator_zh', 'progress.breakdown', 'breakdown') }} as name_zh,
    {{ line_place('indicator', 'breakdown') }} as line_order,
    indicator.family,
    -- Of a target that was changed since, as its table wrote it.
    coalesce({{ without_mark('shown.display_value', 'shown.is_synthetic') }}, concat('[', {{ as_read('raw_text', value='target') | replace(' as raw_text', '') }}, ']')) as target_display,
    coalesce(target.is_synthetic, false) as target_is_synthetic,
    coalesce(target.conf_status, 'F') as target_conf_status,
    actual.is_synthetic as value_is_synthetic,
    actual.conf_status as value_conf_status,
    actual.received_at
  from {{ ref('mart_target_progress') }} as progress
  inner join {{ ref('stg_indicator') }} as indicator
    on progress.indicator_id = indicator.indicator_id
  left join {{ ref('stg_breakdown') }} as breakdown
    on progress.breakdown = breakdown.breakdown
  inner join {{ ref('mart_indicator') }} as actual
    on progress.level_id = actual.observation_id
  left join {{ ref('mart_indicator') }} as shown
    on progress.target_id = shown.observation_id
  left join {{ ref('int_value') }} as target
    on progress.target_id = target.observation_id
  left join {{ ref('int_reading') }} as reading
    on target.read_id = reading.read_id
),

met as (
  select
    series_id,
    time_period,
    target_kind,
    time_transform,
    freq,
    accumulation,
    indicator_id,
    ref_area,
    area_zh,
    place_id,
    place_zh,
    family,
    name_zh,
    line_order,
    unit_zh,
    target_form,
    {{ display_figure('obs_value', 'unit_mult') }} as value,
    {{ display_figure('target_value', 'unit_mult') }} as target,
    case when target_latest <> target_value then {{ display_figure('target_latest', 'unit_mult') }} end as target_latest,
    target_display,
    within_ceiling as is_within,
    -- A ceiling is not completed: how much of it is used.
    coalesce(completion_rounded, ceiling_used_rounded) as completion,
    case when time_progress is not null then {{ rounded_ratio(month_of_year('time_period'), '12', 100, 2) }} end as time_progress,
    progress_gap_rounded as gap,
    standing,
    reason,
    value_is_synthetic,
    value_conf_status,
    target_is_synthetic,
    target_conf_status,
    received_at
  from named
),

-- A promise that no form has come for is a promise still; the total of a project's whole life is none of a year.
unmet as (
  select
    promised.series_id,
    promised.time_period,
    promised.target_kind,
    promised.time_transform,
    promised.freq,
    promised.accumulation,
    promised.indicator_id,
    promised.ref_area,
    promised.area_zh,
    promised.place_id,
    promised.place_zh,
    indicator.family,
    {{ line_name('promised.indicator_zh', 'promised.breakdown', 'breakdown') }} as name_zh,
    {{ line_place('indicator', 'breakdown') }} as line_order,
    case when promised.time_transform = 'G1Y' then '%' else indicator.display_unit_zh end as unit_zh,
    {{ target_form('promised', 'indicator.direction') }} as target_form,
    cast(null as decimal(20, 4)) as value,
    {{ display_figure('promised.obs_value', "case when promised.time_transform = 'G1Y' then 0 else indicator.display_unit_mult end") }} as target,
    cast(null as decimal(20, 4)) as target_latest,
    {{ without_mark('promised.display_value', 'promised.is_synthetic') }} as target_display,
    cast(null as boolean) as is_within,
    cast(null as decimal(28, 2)) as completion,
    cast(null as decimal(28, 2)) as time_progress,
    cast(null as decimal(28, 2)) as gap,
    '_Z' as standing,
    'NO_ACTUAL' as reason,
    false as value_is_synthetic,
    'F' as value_conf_status,
    promised.is_synthetic as target_is_synthetic,
    promised.conf_status as target_conf_status,
    promised.received_at
  from {{ ref('mart_indicator') }} as promised
  inner join {{ ref('stg_indicator') }} as indicator
    on promised.indicator_id = indicator.indicator_id
  left join {{ ref('stg_breakdown') }} as breakdown
    on promised.breakdown = breakdown.breakdown
  left join (
    select distinct target_series_id, substr(time_period, 1, 4) as target_year from {{ ref('mart_target_progress') }}
  ) as paired
    on promised.series_id = paired.target_series_id and substr(promised.time_period, 1, 4) = paired.target_year
  where promised.status_class = 'target' and promised.measure = 'VALUE' and promised.accumulation in ('YTD', 'PERIOD', 'POINT')
    and promised.time_transform in ('N', 'G1Y') and paired.target_series_id is null
),

every_target as (
  {% set columns = ['series_id', 'time_period', 'target_kind', 'time_transform', 'freq', 'accumulation', 'indicator_id', 'ref_area',
    'area_zh', 'place_id', 'place_zh', 'family', 'name_zh', 'line_order', 'unit_zh', 'target_form', 'value', 'target', 'target_latest', 'target_display',
    'is_within', 'completion', 'time_progress', 'gap', 'standing', 'reason', 'value_is_synthetic', 'value_conf_status',
    'target_is_synthetic', 'target_conf_status', 'received_at'] -%}
  select {{ columns | join(', ') }} from met
  union all
  select {{ columns | join(', ') }} from unmet
)

select
  every_target.*,
  coalesce({{ standing_words() }}, concat('[', coalesce(why.code_zh, reason, '不适用'), ']')) as standing_zh,
  row_number() over (
    partition by series_id, time_period
    order by case target_kind when 'assigned' then 1 when 'plan' then 2 when 'ceiling' then 3 else 4 end, target_kind
  ) as place_of_kind
from every_target
left join {{ ref('dim_code') }} as why
  on why.code_list = 'CL_COMPUTED_REASON' and every_target.reason = why.code
