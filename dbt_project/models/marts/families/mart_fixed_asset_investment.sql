-- grain: area × breakdown × period, year to date. Growth and rank as the district feeds them back (there
-- is no level), the rank computed again; beside them, for the office's own area, what its register of
-- projects adds up to. Never put the two together: the register holds this year's new projects only.
{% set growth = is_series('fixed_asset_investment', time_transform='G1Y') %}
{% set rank = is_series('fixed_asset_investment', time_transform='G1Y', measure='RANK') %}
{% set entered = is_series('fai_projects_registered') %}
{% set planned = is_series('fai_planned_total_investment', accumulation='LIFE') %}
{% set completed = is_series('fai_register_investment_completed') %}
{% set completed_month = is_series('fai_register_investment_completed', accumulation='PERIOD') %}
{% set register = "indicator_id <> 'fixed_asset_investment'" %}
with told_apart as (
  select
    value_now.*,
    -- As in int_growth: a growth on the comparable base stands before one that does not say.
    row_number() over (
      partition by indicator_id, measure, accumulation, time_transform, ref_area, breakdown, time_period
      order by {{ standing_rank() }}, series_id
    ) as place
  from {{ ref('mart_indicator') }} as value_now
  where indicator_id in (
      'fixed_asset_investment', 'fai_projects_registered', 'fai_planned_total_investment',
      'fai_register_investment_completed'
    )
    -- Neither targets nor what a tracking table says of last year.
    and status_class = 'actual' and freq = 'M' and place_id = '_T' and component_area = '_Z'
    and (
      (indicator_id = 'fixed_asset_investment' and time_transform = 'G1Y' and measure in ('VALUE', 'RANK'))
      or (indicator_id <> 'fixed_asset_investment' and time_transform = 'N' and measure = 'VALUE' and scope_basis = 'OWN')
    )
),

chosen as (
  select
    told_apart.*,
    ranked.rank_computed,
    coalesce(ranked.is_synthetic, false) as rank_rests_on_synthetic
  from told_apart
  left join {{ ref('int_rank') }} as ranked
    on told_apart.series_id = ranked.series_id and told_apart.time_period = ranked.time_period
  where told_apart.place = 1
),

said as (
  select
    time_period,
    ref_area,
    max(area_zh) as area_zh,
    breakdown,
    {% for series, name in [
      (growth, 'growth_reported'), (rank, 'rank_reported'), (entered, 'projects_entered'),
      (planned, 'planned_total_investment'), (completed, 'investment_completed'),
      (completed_month, 'investment_completed_month'),
    ] -%}
    {{ value_of(series) }} as {{ name }},
    {{ reason_of(series) }} as {{ name }}_reason,
    {% endfor -%}
    {% for column, name in [
      ('qualifier', 'reported_qualifier'), ('value_low', 'reported_low'), ('value_high', 'reported_high'),
      ('display_value', 'growth_reported_display'), ('scope_basis', 'growth_scope_basis'),
    ] -%}
    {{ said_of(growth, column) }} as {{ name }},
    {% endfor -%}
    {% for name in ['rank_of_n', 'rank_universe', 'rank_basis', 'rank_computed'] -%}
    {{ said_of(rank, name) }} as {{ name }},
    {% endfor -%}
    {{ said_of(rank, 'reconciliation') }} as rank_reconciliation,
    {{ said_of(entered, 'reconciliation') }} as projects_reconciliation,
    {% for series, name in [(growth, 'growth'), (rank, 'rank'), (entered, 'projects')] -%}
    {% for column in ['submission_id', 'file', 'sheet', 'cell'] -%}
    {{ said_of(series, column if column == 'submission_id' else 'source_' ~ column) }} as {{ name }}_{{ column }},
    {% endfor -%}
    {% endfor -%}
    {% for series, name in [
      (planned, 'planned_total'), (completed, 'investment_completed'), (completed_month, 'investment_completed_month'),
    ] -%}
    {{ said_of(series, 'source_cell') }} as {{ name }}_cell,
    {% endfor -%}
    {{ flag_of(growth, 'is_synthetic') }} as growth_is_synthetic,
    {{ flag_of(rank, 'is_synthetic or rank_rests_on_synthetic') }} as rank_is_synthetic,
    {{ flag_of(entered, 'is_synthetic') }} as entered_is_synthetic,
    {{ flag_of(register, 'is_synthetic') }} as register_is_synthetic,
    {{ most_confidential_of() }} as conf_status
  from chosen
  group by time_period, ref_area, breakdown
),

counted as (
  select
    time_period,
    ref_area,
    {{ value_of(entered) }} as projects_counted,
    {{ value_of(planned) }} as planned_total_summed,
    {{ value_of(completed) }} as investment_completed_summed,
    {{ most_confidential_of() }} as conf_status,
    cast(max(cast(is_synthetic as integer)) as boolean) as is_synthetic
  from {{ ref('int_vintage') }}
  where value_origin = 'register' and is_current
    and indicator_id in ('fai_projects_registered', 'fai_planned_total_investment', 'fai_register_investment_completed')
  group by time_period, ref_area
),

joined as (
  select
    said.*,
    counted.projects_counted,
    counted.planned_total_summed,
    counted.investment_completed_summed,
    coalesce(counted.conf_status, 'F') as counted_conf_status,
    coalesce(said.register_is_synthetic, false) or coalesce(counted.is_synthetic, false) as what_is_registered_is_synthetic
  from said
  -- The register adds up to the whole, and stands where the whole does.
  left join counted
    on case said.breakdown when '_T' then said.time_period end = counted.time_period and said.ref_area = counted.ref_area
)

select
  time_period,
  ref_area,
  area_zh,
  breakdown,
  growth_reported,
  growth_reported_reason,
  coalesce(reported_qualifier, '_Z') as reported_qualifier,
  reported_low,
  reported_high,
  growth_reported_display,
  coalesce(growth_scope_basis, '_Z') as growth_scope_basis,
  try_cast(rank_reported as integer) as rank_reported,
  rank_reported_reason,
  rank_of_n,
  coalesce(rank_universe, '_Z') as rank_universe,
  coalesce(rank_basis, '_Z') as rank_basis,
  try_cast(rank_computed as integer) as rank_computed,
  coalesce(rank_reconciliation, 'single') as rank_reconciliation,
  try_cast(projects_entered as integer) as projects_entered,
  projects_entered_reason,
  try_cast(projects_counted as integer) as projects_counted,
  coalesce(projects_reconciliation, 'single') as projects_reconciliation,
  planned_total_investment,
  planned_total_investment_reason,
  planned_total_summed,
  investment_completed,
  investment_completed_reason,
  investment_completed_summed,
  investment_completed_month,
  investment_completed_month_reason,
  {{ most_confidential(['conf_status', 'counted_conf_status']) }} as conf_status,
  coalesce(growth_is_synthetic, false) as growth_is_synthetic,
  coalesce(rank_is_synthetic, false) as rank_is_synthetic,
  coalesce(entered_is_synthetic, false) as entered_is_synthetic,
  what_is_registered_is_synthetic as register_is_synthetic,
  coalesce(growth_is_synthetic, false) or coalesce(rank_is_synthetic, false) or what_is_registered_is_synthetic as is_synthetic,
  growth_submission_id,
  growth_file,
  growth_sheet,
  growth_cell,
  rank_submission_id,
  rank_file,
  rank_sheet,
  rank_cell,
  projects_submission_id,
  projects_file,
  projects_sheet,
  projects_cell,
  planned_total_cell,
  investment_completed_cell,
  investment_completed_month_cell
from joined
