-- grain: area × breakdown × period, year to date. Growth and rank as the district feeds them back (there
-- is no level), the rank computed again; beside them, for the office's own area, what its register of
-- projects adds up to. Never put the two together: the register holds this year's new projects only.
{% set growth = is_series('fixed_asset_investment', time_transform='G1Y') %}
{% set rank = is_series('fixed_asset_investment', time_transform='G1Y', measure='RANK') %}
{% set entered = is_series('fai_projects_registered') %}
{% set planned = is_series('fai_planned_total_investment', accumulation='LIFE') %}
{% set completed = is_series('fai_register_investment_completed') %}
{% set completed_month = is_series('fai_register_investment_completed', accumulation='PERIOD') %}
with chosen as (
  select
    value_now.*,
    ranked.rank_computed,
    ranked.rank_of_n_computed,
    coalesce(ranked.is_synthetic, false) as rank_is_synthetic
  from {{ ref('mart_indicator') }} as value_now
  left join {{ ref('int_rank') }} as ranked
    on value_now.series_id = ranked.series_id and value_now.time_period = ranked.time_period
  where value_now.indicator_id in (
      'fixed_asset_investment', 'fai_projects_registered', 'fai_planned_total_investment',
      'fai_register_investment_completed'
    )
    -- Neither targets nor what a tracking table says of last year.
    and value_now.status_class = 'actual' and value_now.freq = 'M'
    and (
      value_now.indicator_id = 'fixed_asset_investment'
      or (value_now.measure = 'VALUE' and value_now.time_transform = 'N' and value_now.scope_basis = 'OWN')
    )
),

counted as (
  select
    time_period,
    ref_area,
    max(case when {{ entered }} then obs_value end) as projects_counted,
    max(case when {{ planned }} then obs_value end) as planned_summed,
    max(case when {{ completed }} then obs_value end) as completed_summed,
    max(cast(is_synthetic as integer)) as counted_synthetic
  from {{ ref('int_vintage') }}
  where value_origin = 'register' and is_current
  group by time_period, ref_area
)

select
  chosen.time_period,
  chosen.ref_area,
  max(chosen.area_zh) as area_zh,
  chosen.breakdown,
  max(case when {{ growth }} then chosen.obs_value end) as growth_reported,
  max(case when {{ growth }} then chosen.obs_reason end) as growth_reason,
  try_cast(max(case when {{ rank }} then chosen.obs_value end) as integer) as rank_reported,
  max(case when {{ rank }} then chosen.rank_of_n end) as rank_of_n,
  max(case when {{ rank }} then chosen.rank_universe end) as rank_universe,
  try_cast(max(case when {{ rank }} then chosen.rank_computed end) as integer) as rank_computed,
  max(case when {{ rank }} then chosen.reconciliation end) as rank_reconciliation,
  try_cast(max(case when {{ entered }} then chosen.obs_value end) as integer) as projects_entered,
  try_cast(max(case when {{ entered }} then counted.projects_counted end) as integer) as projects_counted,
  max(case when {{ entered }} then chosen.reconciliation end) as projects_reconciliation,
  max(case when {{ planned }} then chosen.obs_value end) as planned_total_investment,
  max(case when {{ planned }} then counted.planned_summed end) as planned_total_summed,
  max(case when {{ completed }} then chosen.obs_value end) as investment_completed,
  max(case when {{ completed }} then counted.completed_summed end) as investment_completed_summed,
  max(case when {{ completed_month }} then chosen.obs_value end) as investment_completed_month,
  cast(
    greatest(
      max(cast(chosen.is_synthetic as integer)),
      max(cast(chosen.rank_is_synthetic as integer)),
      max(case when {{ entered }} then coalesce(counted.counted_synthetic, 0) else 0 end)
    ) as boolean
  ) as is_synthetic
from chosen
left join counted
  on chosen.time_period = counted.time_period and chosen.ref_area = counted.ref_area
group by chosen.time_period, chosen.ref_area, chosen.breakdown
