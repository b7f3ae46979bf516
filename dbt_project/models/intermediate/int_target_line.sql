-- grain: series of an actual value × period × kind of target, in the units that people read; and where nothing actual is said
-- yet, the promise: beside a growth or a rank that another table says of the period, else in December of its year. A
-- ceiling is not completed: how much of it is used.
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

-- Of a promise without an actual value: nothing of the value, and how it stands.
{% set nothing_said = {
  'value': 'cast(null as decimal(20, 4))', 'is_within': 'cast(null as boolean)', 'completion': 'cast(null as decimal(28, 2))',
  'time_progress': 'cast(null as decimal(28, 2))', 'gap': 'cast(null as decimal(28, 2))', 'standing': "'_Z'", 'reason': "'NO_ACTUAL'",
  'value_is_synthetic': 'false', 'value_conf_status': "'F'",
} %}
-- A table that follows others says a growth or a rank of a month before the level has come: it is judged by what was in force.
awaiting as (
  select
    line.*,
    {{ target_key() }} as target_key
  from (
    select *, '_T' as place_id, '_Z' as component_area
    from {{ ref('int_line') }}
    where not has_main
  ) as line
),

awaited as (
  select
    line.series_id,
    line.time_period,
    target.target_kind,
    target.time_transform,
    line.freq,
    line.accumulation,
    line.indicator_id,
    line.ref_area,
    line.area_zh,
    line.place_id,
    place.place_zh,
    line.family,
    line.line_zh as name_zh,
    line.line_order,
    line.display_unit_zh as unit_zh,
    {{ target_form('target', 'indicator.direction') }} as target_form,
    {{ display_figure('target.target_value', 'line.display_unit_mult') }} as target,
    case when target.target_latest <> target.target_value then {{ display_figure('target.target_latest', 'line.display_unit_mult') }} end as target_latest,
    coalesce({{ without_mark('shown.display_value', 'shown.is_synthetic') }}, concat('[', {{ as_read('raw_text', value='promised') | replace(' as raw_text', '') }}, ']')) as target_display,
    {% for name, nothing in nothing_said.items() -%}
    {{ nothing }} as {{ name }},
    {% endfor -%}
    target.target_is_synthetic,
    target.target_conf_status,
    coalesce(shown.received_at, line.received_at) as received_at,
    target.target_series_id
  from awaiting as line
  inner join {{ ref('int_target') }} as target
    on line.target_key = target.target_key
    and substr(line.time_period, 1, 4) = target.target_year
    and case line.accumulation when 'POINT' then 'POINT' else 'YTD' end = target.counts
    and target.time_transform = 'N'
    and {{ month_count('line.time_period') }} >= target.in_force_from
    and {{ month_count('line.time_period') }} < coalesce(target.in_force_until, {{ month_count('line.time_period') }} + 1)
  inner join {{ ref('stg_indicator') }} as indicator
    on line.indicator_id = indicator.indicator_id
  inner join {{ ref('stg_place') }} as place
    on line.place_id = place.place_id
  left join {{ ref('mart_indicator') }} as shown
    on target.target_id = shown.observation_id
  left join {{ ref('int_value') }} as promised
    on target.target_id = promised.observation_id
  left join {{ ref('int_reading') }} as reading
    on promised.read_id = reading.read_id
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
    {{ display_figure('promised.obs_value', "case when promised.time_transform = 'G1Y' then 0 else indicator.display_unit_mult end") }} as target,
    cast(null as decimal(20, 4)) as target_latest,
    {{ without_mark('promised.display_value', 'promised.is_synthetic') }} as target_display,
    {% for name, nothing in nothing_said.items() -%}
    {{ nothing }} as {{ name }},
    {% endfor -%}
    promised.is_synthetic as target_is_synthetic,
    promised.conf_status as target_conf_status,
    promised.received_at
  from {{ ref('mart_indicator') }} as promised
  inner join {{ ref('stg_indicator') }} as indicator
    on promised.indicator_id = indicator.indicator_id
  left join {{ ref('stg_breakdown') }} as breakdown
    on promised.breakdown = breakdown.breakdown
  left join (
    select target_series_id, substr(time_period, 1, 4) as target_year from {{ ref('mart_target_progress') }}
    union
    select target_series_id, substr(time_period, 1, 4) as target_year from awaited
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
  select {{ columns | join(', ') }} from awaited
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
