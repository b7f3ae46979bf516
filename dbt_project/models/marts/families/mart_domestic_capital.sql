-- grain: area × period. Domestic capital received, year to date and month, by kind, with its growth as stated
-- and as computed; beside it the physical work of domestic-capital projects, which is another thing measured
-- by itself: never added to what was received. The register of projects adds up to both.
{% set received = is_series('domestic_capital_received') ~ " and breakdown = '_T'" %}
{% set received_month = is_series('domestic_capital_received', accumulation='PERIOD') ~ " and breakdown = '_T'" %}
{% set fixed_asset = is_series('domestic_capital_received') ~ " and breakdown = 'fixed_asset'" %}
{% set non_fixed_asset = is_series('domestic_capital_received') ~ " and breakdown = 'non_fixed_asset'" %}
{% set projects = is_series('domestic_capital_projects') %}
{% set work = is_series('domestic_capital_physical_work') %}
{% set work_month = is_series('domestic_capital_physical_work', accumulation='PERIOD') %}
{% set work_projects = is_series('domestic_capital_physical_work_projects') %}
with chosen as (
  select *
  from {{ ref('mart_indicator') }}
  where indicator_id in (
      'domestic_capital_received', 'domestic_capital_projects', 'domestic_capital_physical_work',
      'domestic_capital_physical_work_projects'
    )
    and measure = 'VALUE' and time_transform = 'N' and status_class = 'actual' and scope_basis = 'OWN' and freq = 'M'
    and place_id = '_T' and component_area = '_Z'
),

said as (
  select
    time_period,
    ref_area,
    max(area_zh) as area_zh,
    {{ said_of(received, 'series_id') }} as series_id,
    {% for series, name in [
      (received, 'received_ytd'), (received_month, 'received_month'), (fixed_asset, 'fixed_asset_ytd'),
      (non_fixed_asset, 'non_fixed_asset_ytd'), (projects, 'projects'), (work, 'physical_work_ytd'),
      (work_month, 'physical_work_month'), (work_projects, 'physical_work_projects'),
    ] -%}
    {{ value_of(series) }} as {{ name }},
    {{ reason_of(series) }} as {{ name }}_reason,
    {% endfor -%}
    {{ said_of(received, 'display_value') }} as display_value,
    {{ said_of(received, 'display_unit_zh') }} as display_unit_zh,
    {{ said_of(received, 'reconciliation') }} as reconciliation,
    {{ said_of(projects, 'reconciliation') }} as projects_reconciliation,
    {{ said_of(work, 'reconciliation') }} as physical_work_reconciliation,
    {{ said_of(received, 'conf_status') }} as conf_status,
    {{ said_of(work, 'conf_status') }} as physical_work_conf_status,
    {{ flag_of(received, 'is_synthetic') }} as is_synthetic,
    {{ flag_of("indicator_id in ('domestic_capital_received', 'domestic_capital_projects')", 'is_synthetic') }} as parts_are_synthetic,
    {{ flag_of("indicator_id in ('domestic_capital_physical_work', 'domestic_capital_physical_work_projects')", 'is_synthetic') }}
      as physical_work_is_synthetic,
    {{ said_of(received, 'submission_id') }} as submission_id,
    {{ said_of(received, 'source_file') }} as source_file,
    {{ said_of(received, 'source_sheet') }} as source_sheet,
    {{ said_of(received, 'source_cell') }} as source_cell,
    {{ said_of(work, 'submission_id') }} as physical_work_submission_id,
    {{ said_of(work, 'source_file') }} as physical_work_file,
    {{ said_of(work, 'source_sheet') }} as physical_work_sheet,
    {{ said_of(work, 'source_cell') }} as physical_work_cell
  from chosen
  group by time_period, ref_area
),

added_up as (
  select
    time_period,
    ref_area,
    {{ value_of(received) }} as received_summed,
    {{ value_of(projects) }} as projects_counted,
    {{ value_of(work) }} as physical_work_summed
  from {{ ref('int_vintage') }}
  where value_origin = 'register' and is_current
    and indicator_id in ('domestic_capital_received', 'domestic_capital_projects', 'domestic_capital_physical_work')
  group by time_period, ref_area
),

-- The total and its two kinds are rounded each by itself: half a unit of its last place.
rounding as (
  select
    time_period,
    ref_area,
    cast(sum({{ half_ulp('reported_unit_mult', 'reported_decimals') }}) as decimal(28, 6)) as of_the_kinds
  from {{ ref('int_indicator_current') }}
  where {{ is_series('domestic_capital_received') }} and breakdown in ('_T', 'fixed_asset', 'non_fixed_asset')
    and status_class = 'actual' and scope_basis = 'OWN' and freq = 'M'
    and place_id = '_T' and component_area = '_Z'
  group by time_period, ref_area
)

select
  said.time_period,
  said.ref_area,
  said.area_zh,
  said.received_ytd,
  said.received_ytd_reason,
  said.display_value,
  said.display_unit_zh,
  said.received_month,
  said.received_month_reason,
  said.fixed_asset_ytd,
  said.fixed_asset_ytd_reason,
  said.non_fixed_asset_ytd,
  said.non_fixed_asset_ytd_reason,
  -- The two kinds are a partition: the difference is what their rounding leaves, or a mistake.
  cast(said.fixed_asset_ytd + said.non_fixed_asset_ytd - said.received_ytd as decimal(28, 6)) as kinds_difference,
  abs(said.fixed_asset_ytd + said.non_fixed_asset_ytd - said.received_ytd) <= rounding.of_the_kinds as kinds_add_up,
  try_cast(said.projects as integer) as projects,
  said.projects_reason,
  try_cast(added_up.projects_counted as integer) as projects_counted,
  said.projects_reconciliation,
  added_up.received_summed,
  said.reconciliation,
  {{ growth_beside_columns() }},
  said.physical_work_ytd,
  said.physical_work_ytd_reason,
  said.physical_work_month,
  said.physical_work_month_reason,
  -- A return without a row has no project: none, and no gap.
  case
    when said.physical_work_ytd is not null then coalesce(try_cast(said.physical_work_projects as integer), 0)
    else try_cast(said.physical_work_projects as integer)
  end as physical_work_projects,
  case when said.physical_work_ytd is null then said.physical_work_projects_reason end as physical_work_projects_reason,
  added_up.physical_work_summed,
  said.physical_work_reconciliation,
  said.physical_work_conf_status,
  coalesce(said.physical_work_is_synthetic, false) as physical_work_is_synthetic,
  said.physical_work_submission_id,
  said.physical_work_file,
  said.physical_work_sheet,
  said.physical_work_cell,
  said.conf_status,
  coalesce(said.is_synthetic, false) as is_synthetic,
  coalesce(said.parts_are_synthetic, false) as parts_are_synthetic,
  said.submission_id,
  said.source_file,
  said.source_sheet,
  said.source_cell
from said
left join added_up
  on said.time_period = added_up.time_period and said.ref_area = added_up.ref_area
left join rounding
  on said.time_period = rounding.time_period and said.ref_area = rounding.ref_area
{{ growth_beside_joins('said') }}
