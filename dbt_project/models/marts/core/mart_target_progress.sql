-- grain: series of an actual value × period × kind of target. How much of the year's target is done, against how
-- much of the year has passed, with what the tracking table states of it. A target that is itself a growth is
-- neither completed nor held against the calendar: the gap is growth − target. Ranks are as stated: of what they
-- are ranks is unknown, and the other streets' figures are not ours.
{% set marks = {
  'level': ['obs_value'], 'target': ['target_value', 'target_low', 'target_high'],
  'computed': ['completion', 'completion_rounded', 'progress_gap_pp', 'progress_gap_rounded'],
  'completion': ['completion_reported'], 'gap': ['gap_reported'], 'rank': ['rank_reported'],
} %}
with actual as (
  select
    value_now.*,
    {{ target_key() }} as target_key,
    case value_now.accumulation when 'POINT' then 'POINT' else 'YTD' end as counts,
    value_now.month % 12 + 1 as month_of_year
  from {{ ref('int_indicator_current') }} as value_now
  where measure = 'VALUE' and status_class = 'actual'
    -- A target states no base; the growth that it is held against may be on a comparable one.
    and ((time_transform = 'N' and scope_basis = 'OWN') or (time_transform = 'G1Y' and scope_basis in ('OWN', 'COMPARABLE')))
    and ((freq in ('M', 'Q') and accumulation in ('YTD', 'POINT')) or (freq = 'A' and accumulation in ('PERIOD', 'POINT')))
),

-- What the tracking table states beside the target: completion, gap and rank of the same month.
stated as (
  select
    {{ target_key() }} as target_key,
    time_period,
    time_transform,
    max(case when measure = 'COMPLETION' then obs_value end) as completion_reported,
    max(case when measure = 'COMPLETION' then {{ half_ulp('reported_unit_mult', 'reported_decimals') }} end) as completion_half_ulp,
    max(case when measure = 'PROGRESS_GAP' then obs_value end) as gap_reported,
    max(case when measure = 'RANK' then obs_value end) as rank_reported,
    {% for name in ['rank_of_n', 'rank_universe', 'rank_basis'] -%}
    max(case when measure = 'RANK' then reading.{{ name }} end) as {{ name }},
    {% endfor -%}
    {% for measure, name in [('COMPLETION', 'completion'), ('PROGRESS_GAP', 'gap'), ('RANK', 'rank')] -%}
    max(case when measure = '{{ measure }}' then observation_id end) as {{ name }}_id,
    max(case when measure = '{{ measure }}' then conf_status end) as {{ name }}_conf_status,
    max(case when measure = '{{ measure }}' and is_synthetic then 1 else 0 end) = 1 as {{ name }}_is_synthetic{{ ',' if not loop.last }}
    {% endfor %}
  from {{ ref('int_indicator_current') }} as value_now
  inner join {{ ref('int_reading') }} as reading
    on value_now.read_id = reading.read_id
  where measure in ('COMPLETION', 'PROGRESS_GAP', 'RANK')
  group by {{ target_key() }}, time_period, time_transform
),

paired as (
  select
    actual.*,
    {% for name in ['series_id', 'value', 'qualifier', 'low', 'high', 'conf_status', 'is_synthetic', 'id', 'vintage'] -%}
    target.target_{{ name }},
    {% endfor -%}
    target.target_kind as kind_of_target,
    stated.completion_reported,
    stated.completion_half_ulp,
    stated.gap_reported,
    stated.rank_reported,
    stated.rank_of_n as stated_rank_of_n,
    stated.rank_universe as stated_rank_universe,
    stated.rank_basis as stated_rank_basis,
    {% for name in ['completion', 'gap', 'rank'] -%}
    stated.{{ name }}_id,
    stated.{{ name }}_conf_status,
    stated.{{ name }}_is_synthetic,
    {% endfor -%}
    indicator.indicator_zh,
    indicator.direction,
    indicator.scale,
    indicator.owner_department_id,
    area.area_zh,
    place.place_zh,
    -- Why no completion: it needs two points, a positive target and a scale that can be divided.
    case
      when indicator.scale = 'ordinal' then 'ORDINAL'
      when actual.obs_value is null and actual.obs_reason = 'JAN_EXEMPT' then 'JAN_EXEMPT'
      when actual.qualifier not in ('eq', '_Z') then 'LEVEL_NOT_A_POINT'
      when actual.obs_value is null then 'LEVEL_MISSING'
      when target.target_value is null and target.target_qualifier not in ('eq', '_Z') then 'TARGET_NOT_A_POINT'
      when target.target_value is null then 'TARGET_MISSING'
      when actual.time_transform = 'G1Y' then 'RATE_TARGET'
      when target.target_value <= 0 then 'TARGET_ZERO'
      when indicator.direction = 'lower' and actual.obs_value <= 0 then 'LEVEL_ZERO'
    end as reason
  from actual
  inner join {{ ref('int_target') }} as target
    on actual.target_key = target.target_key
    and substr(actual.time_period, 1, 4) = target.target_year
    and actual.counts = target.counts
    and actual.time_transform = target.time_transform
  inner join {{ ref('stg_indicator') }} as indicator
    on actual.indicator_id = indicator.indicator_id
  inner join {{ ref('stg_area') }} as area
    on actual.ref_area = area.ref_area
  inner join {{ ref('stg_place') }} as place
    on actual.place_id = place.place_id
  left join stated
    on actual.target_key = stated.target_key
    and actual.time_period = stated.time_period
    and actual.time_transform = stated.time_transform
),

computed as (
  select
    paired.*,
    case
      when reason is not null then null
      when direction = 'lower' then {{ completion_percent('obs_value', 'target_value', lower_is_better=true) }}
      else {{ completion_percent('obs_value', 'target_value') }}
    end as completion,
    case
      when reason is not null then null
      when direction = 'lower' then {{ completion_percent_rounded('obs_value', 'target_value', lower_is_better=true) }}
      else {{ completion_percent_rounded('obs_value', 'target_value') }}
    end as completion_rounded,
    -- Against the calendar only what grows through the year can be ahead or behind.
    case when reason is null and counts = 'YTD' then {{ time_progress_percent('month_of_year') }} end as time_progress,
    case
      when direction = 'lower' then null
      when reason = 'RATE_TARGET' then {{ rounded_decimal(rate_target_gap_pp('obs_value', 'target_value'), 2) }}
      when reason is null and counts = 'YTD' then {{ progress_gap_pp_of_levels('obs_value', 'target_value', 'month_of_year') }}
    end as gap_rounded
  from paired
)

select
  {{ result_id('target_progress', ['series_id', 'time_period', 'kind_of_target']) }} as result_id,
  series_id,
  time_period,
  kind_of_target as target_kind,
  indicator_id,
  indicator_zh,
  method_id,
  ref_area,
  area_zh,
  place_id,
  place_zh,
  breakdown,
  freq,
  accumulation,
  time_transform,
  currency,
  unit_measure,
  owner_department_id,
  direction,
  obs_value,
  target_value,
  target_qualifier,
  target_low,
  target_high,
  completion,
  completion_rounded,
  time_progress,
  case
    when direction = 'lower' then null
    when reason = 'RATE_TARGET' then cast({{ rate_target_gap_pp('obs_value', 'target_value') }} as double)
    when reason is null and counts = 'YTD' then {{ progress_gap_pp('completion', 'month_of_year') }}
  end as progress_gap_pp,
  gap_rounded as progress_gap_rounded,
  case when gap_rounded > 0 then 'ahead' when gap_rounded < 0 then 'behind' when gap_rounded = 0 then 'on_time' else '_Z' end
    as standing,
  completion_reported,
  gap_reported,
  case
    when completion_reported is not null and completion is not null
      then abs(cast(completion_reported as double) - completion)
        <= cast(completion_half_ulp as double)
          + 100.0 * cast({{ half_ulp('reported_unit_mult', 'reported_decimals') }} as double) / cast(nullif(target_value, 0) as double)
  end as completion_agrees,
  try_cast(rank_reported as integer) as rank_reported,
  stated_rank_of_n as rank_of_n,
  coalesce(stated_rank_universe, '_Z') as rank_universe,
  coalesce(stated_rank_basis, '_Z') as rank_basis,
  reason,
  -- The main figure is the completion as computed.
  computed_conf_status as conf_status,
  computed_is_synthetic as is_synthetic,
  {{ marked_figures(marks, "{}_conf_status <> 'F'") }} as restricted_figures,
  {{ marked_figures(marks, '{}_is_synthetic') }} as invented_figures,
  observation_id as level_id,
  target_series_id,
  target_id,
  target_vintage,
  completion_id,
  gap_id,
  rank_id
from (
  select
    computed.*,
    conf_status as level_conf_status,
    is_synthetic as level_is_synthetic,
    {{ most_confidential(['conf_status', 'target_conf_status']) }} as computed_conf_status,
    is_synthetic or target_is_synthetic as computed_is_synthetic
  from computed
) as marked
