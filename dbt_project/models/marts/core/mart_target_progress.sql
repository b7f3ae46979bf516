-- grain: series of an actual value × period × kind of target. How much of the year's target is done, against how
-- much of the year has passed, with what the tracking table states of it. A target that is itself a growth is
-- neither completed nor held against the calendar: the gap is growth − target. Nor is a ceiling completed: how much of
-- it is used, beside how much of the year has gone, and whether it holds. Ranks are as stated: of what they are ranks is
-- unknown, and the other streets' figures are not ours.
--
-- A month is judged by the target that was in force for it, which no later one undoes; the latest stands beside.
{% set marks = {
  'level': ['obs_value'], 'target': ['target_value', 'target_low', 'target_high'],
  'computed': [
    'completion', 'completion_rounded', 'progress_gap_pp', 'progress_gap_rounded', 'ceiling_used', 'ceiling_used_rounded',
  ],
  'latest': ['target_latest'], 'computed_latest': ['completion_of_latest'],
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
    target_kind,
    -- Which table says so: it is held against the level of its own, which may be rounded more coarsely.
    max(case when measure = 'COMPLETION' then submission_id end) as submission_id,
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
  group by {{ target_key() }}, time_period, time_transform, target_kind
),

paired as (
  select
    actual.*,
    {% for name in ['series_id', 'value', 'qualifier', 'low', 'high', 'conf_status', 'is_synthetic', 'id', 'vintage', 'latest', 'latest_id',
      'latest_conf_status', 'latest_is_synthetic'] -%}
    target.target_{{ name }},
    {% endfor -%}
    target.target_kind as kind_of_target,
    target.set_in > actual.month and (target.target_value is not null or target.target_qualifier <> '_Z') as target_set_later,
    coalesce(stated.submission_id, unsaid.submission_id) as stated_in,
    unsaid.rank_of_n as stated_rank_of_n,
    unsaid.rank_universe as stated_rank_universe,
    unsaid.rank_basis as stated_rank_basis,
    {% for name in ['completion', 'gap', 'rank'] -%}
    {% for part in ['reported', 'id', 'conf_status', 'is_synthetic'] + (['half_ulp'] if name == 'completion' else []) -%}
    {% if name == 'rank' -%}
    unsaid.{{ name }}_{{ part }},
    {% else -%}
    case when stated.{{ name }}_id is not null then stated.{{ name }}_{{ part }} else unsaid.{{ name }}_{{ part }} end as {{ name }}_{{ part }},
    {% endif -%}
    {% endfor -%}
    {% endfor -%}
    target.target_kind = 'ceiling' or coalesce(indicator.direction = 'lower', false) as is_ceiling,
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
      when target.target_kind = 'ceiling' or indicator.direction = 'lower' then 'CEILING'
    end as reason
  from actual
  inner join {{ ref('int_target') }} as target
    on actual.target_key = target.target_key
    and substr(actual.time_period, 1, 4) = target.target_year
    and actual.counts = target.counts
    and actual.time_transform = target.time_transform
    and actual.month >= target.in_force_from
    and actual.month < coalesce(target.in_force_until, actual.month + 1)
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
    and target.target_kind = stated.target_kind
  -- Of a rank nobody says which target is meant: it is of the figure, whatever is aimed at.
  left join stated as unsaid
    on actual.target_key = unsaid.target_key
    and actual.time_period = unsaid.time_period
    and actual.time_transform = unsaid.time_transform
    and unsaid.target_kind = '_Z'
),

-- The level as the table with the completion has it: 2.05亿元 where another form says 20,456万元.
as_stated as (
  select
    paired.*,
    coalesce(own.obs_value, paired.obs_value) as level_stated,
    case
      when own.observation_id is not null then {{ half_ulp('own.reported_unit_mult', 'own.reported_decimals') }}
      else {{ half_ulp('paired.reported_unit_mult', 'paired.reported_decimals') }}
    end as level_half_ulp
  from paired
  left join {{ ref('int_value') }} as own
    on paired.stated_in = own.submission_id
    and paired.series_key = own.series_key
    and paired.month = own.month
    and own.obs_value is not null
    and own.stands_in_slot
    and own.vintage_origin = 'reported'
),

computed as (
  select
    as_stated.*,
    case when reason is null then {{ completion_percent('obs_value', 'target_value') }} end as completion,
    case when reason is null then {{ completion_percent_rounded('obs_value', 'target_value') }} end as completion_rounded,
    case when reason is null and target_latest > 0 then {{ completion_percent_rounded('obs_value', 'target_latest') }} end
      as completion_of_latest,
    case when reason = 'CEILING' then {{ completion_percent('obs_value', 'target_value') }} end as ceiling_used,
    case when reason = 'CEILING' then {{ completion_percent_rounded('obs_value', 'target_value') }} end as ceiling_used_rounded,
    case when is_ceiling then obs_value <= target_value end as within_ceiling,
    -- Against the calendar only what grows through the year can be ahead or behind.
    case when (reason is null or reason = 'CEILING') and counts = 'YTD' then {{ time_progress_percent('month_of_year') }} end
      as time_progress,
    case
      when reason = 'RATE_TARGET' then {{ rounded_decimal(rate_target_gap_pp('obs_value', 'target_value'), 2) }}
      when reason is null and counts = 'YTD' then {{ progress_gap_pp_of_levels('obs_value', 'target_value', 'month_of_year') }}
    end as gap_rounded
  from as_stated
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
    when reason = 'RATE_TARGET' then cast({{ rate_target_gap_pp('obs_value', 'target_value') }} as double)
    when reason is null and counts = 'YTD' then {{ progress_gap_pp('completion', 'month_of_year') }}
  end as progress_gap_pp,
  gap_rounded as progress_gap_rounded,
  case
    when is_ceiling then '_Z'
    when gap_rounded > 0 then 'ahead'
    when gap_rounded < 0 then 'behind'
    when gap_rounded = 0 then 'on_time'
    else '_Z'
  end
    as standing,
  ceiling_used,
  ceiling_used_rounded,
  within_ceiling,
  coalesce(target_set_later, false) as target_set_later,
  target_latest,
  completion_of_latest,
  completion_reported,
  gap_reported,
  case
    when completion_reported is not null and coalesce(reason, 'CEILING') = 'CEILING'
      then {{ ratio_agrees(
        '(completion_reported - completion_half_ulp)', '(completion_reported + completion_half_ulp)',
        '(level_stated - level_half_ulp)', '(level_stated + level_half_ulp)', 'target_value', 'target_value'
      ) }}
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
  target_latest_id,
  completion_id,
  gap_id,
  rank_id
from (
  select
    computed.*,
    conf_status as level_conf_status,
    is_synthetic as level_is_synthetic,
    {{ most_confidential(['conf_status', 'target_conf_status']) }} as computed_conf_status,
    target_latest_conf_status as latest_conf_status,
    target_latest_is_synthetic as latest_is_synthetic,
    {{ most_confidential(['conf_status', 'target_latest_conf_status']) }} as computed_latest_conf_status,
    is_synthetic or coalesce(target_latest_is_synthetic, false) as computed_latest_is_synthetic,
    is_synthetic or target_is_synthetic as computed_is_synthetic
  from computed
) as marked
