-- grain: area × period, year to date. Revenue of services above designated size beside last year's on the
-- comparable scope: difference, growth, and what the area adds to the growth of the district, each as stated
-- and as computed. A contribution is points of the district's growth, never a growth of the area.
{% set revenue = 'svc_above_designated_size_revenue' %}
with level as (
  select *
  from {{ ref('mart_indicator') }}
  where indicator_id = '{{ revenue }}' and is_default
),

difference_stated as (
  select *
  from (
    select
      value_now.*,
      row_number() over (
        partition by ref_area, time_period
        order by {{ standing_rank() }}, series_id
      ) as place
    from {{ ref('int_indicator_current') }} as value_now
    where indicator_id = '{{ revenue }}' and time_transform = 'D1Y' and measure = 'VALUE' and accumulation = 'YTD'
      and status_class = 'actual' and component_area = '_Z'
  ) as placed
  where place = 1
),

contribution as (
  select *
  from {{ ref('mart_contribution') }}
  where indicator_id = '{{ revenue }}' and partition_dimension = 'ref_area' and accumulation = 'YTD'
),

joined as (
  select
    level.*,
    growth.base_value,
    growth.base_source,
    growth.base_value_own,
    growth.base_differs,
    growth.difference,
    growth.growth_reported,
    growth.growth_computed,
    growth.growth_computed_rounded,
    growth.agrees,
    growth.reason as growth_reason,
    growth.comparability,
    growth.conf_status as growth_confidential,
    growth.is_synthetic as growth_synthetic,
    {{ half_ulp('difference_stated.reported_unit_mult', 'difference_stated.reported_decimals') }} as difference_half_ulp,
    difference_stated.obs_value as difference_reported,
    case
      when difference_stated.series_id is null then 'NOT_STATED'
      when difference_stated.obs_value is null then coalesce(nullif(difference_stated.obs_reason, ''), 'NOT_STATED')
    end as difference_reported_reason,
    growth_stated.obs_reason as growth_stated_reason,
    contribution.ref_area as contribution_area,
    contribution.contribution_reported,
    contribution.contribution_reported_low,
    contribution.contribution_reported_high,
    contribution.contribution_pp,
    contribution.contribution_pp_rounded,
    contribution.contribution_agrees,
    contribution.contribution_reason,
    contribution.share_reported,
    contribution.share_of_growth,
    contribution.share_of_growth_rounded,
    contribution.share_agrees,
    contribution.share_reason,
    contribution_stated.source_file as contribution_file,
    contribution_stated.source_sheet as contribution_sheet,
    contribution_stated.source_cell as contribution_cell,
    contribution.conf_status as contribution_confidential,
    contribution.is_synthetic as contribution_synthetic,
    level.ref_area in (select distinct ref_area from contribution) as is_whole
  from level
  left join {{ ref('mart_growth_rate') }} as growth
    on level.series_id = growth.series_id and level.time_period = growth.time_period
  left join {{ ref('fct_observation') }} as growth_stated
    on growth.growth_id = growth_stated.observation_id
  left join difference_stated
    on level.ref_area = difference_stated.ref_area and level.time_period = difference_stated.time_period
  left join contribution
    on level.ref_area = contribution.part and level.time_period = contribution.time_period
  left join {{ ref('fct_observation') }} as contribution_stated
    on contribution.contribution_id = contribution_stated.observation_id
)

select
  time_period,
  ref_area,
  area_zh,
  obs_value as revenue_ytd,
  case when obs_value is null then coalesce(nullif(obs_reason, ''), 'NOT_STATED') end as revenue_ytd_reason,
  display_value,
  display_unit_zh,
  base_value,
  base_source,
  base_value_own,
  coalesce(base_differs, false) as base_differs,
  difference_reported,
  difference_reported_reason,
  difference,
  -- Of three figures in one unit the difference of two may miss the third by half a unit of each.
  abs(difference_reported - difference) <= 3 * difference_half_ulp as difference_agrees,
  growth_reported,
  case when growth_reported is null then coalesce(nullif(growth_stated_reason, ''), 'NOT_STATED') end as growth_reported_reason,
  growth_computed,
  growth_computed_rounded,
  case when growth_computed is null then coalesce(growth_reason, 'LEVEL_MISSING') end as growth_computed_reason,
  agrees as growth_agrees,
  comparability,
  contribution_area,
  contribution_reported,
  contribution_reported_low,
  contribution_reported_high,
  case
    when contribution_reported is not null then null
    when coalesce(contribution_reported_low, contribution_reported_high) is not null then 'BOUNDS_ONLY'
    when is_whole then 'WHOLE_AREA'
    else 'NOT_STATED'
  end as contribution_reported_reason,
  contribution_pp,
  contribution_pp_rounded,
  case when contribution_pp is null then coalesce(contribution_reason, case when is_whole then 'WHOLE_AREA' else 'TOTAL_MISSING' end) end
    as contribution_reason,
  contribution_agrees,
  share_reported,
  case when share_reported is null then case when is_whole then 'WHOLE_AREA' else 'NOT_STATED' end end as share_reported_reason,
  share_of_growth,
  share_of_growth_rounded,
  case when share_of_growth is null then coalesce(share_reason, case when is_whole then 'WHOLE_AREA' else 'TOTAL_MISSING' end) end
    as share_reason,
  share_agrees,
  conf_status,
  -- What rests on a base or on a whole is as confidential as that.
  coalesce(growth_confidential, conf_status) as growth_conf_status,
  coalesce(contribution_confidential, conf_status) as contribution_conf_status,
  is_synthetic,
  coalesce(growth_synthetic, is_synthetic) as growth_is_synthetic,
  coalesce(contribution_synthetic, is_synthetic) as contribution_is_synthetic,
  submission_id,
  source_file,
  source_sheet,
  source_cell,
  contribution_file,
  contribution_sheet,
  contribution_cell
from joined
