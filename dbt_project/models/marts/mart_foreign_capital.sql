-- grain: area × currency × period, year to date. Capital received as reported, its tranches, and its
-- growth three ways. Contracted capital is another thing and stands in the register only.
with received as (
  select *
  from {{ ref('mart_indicator') }}
  where indicator_id = 'fdi_actual_utilized' and is_default
),

tranches as (
  select
    submission_id,
    count(*) as tranches,
    sum(case when recognised then amount else 0 end) as tranches_recognised,
    sum(case when recognised then 0 else amount end) as tranches_not_recognised,
    cast(max(cast(is_synthetic as integer)) as boolean) as tranches_are_synthetic
  from {{ ref('fct_fdi_tranche') }}
  group by submission_id
)

select
  received.time_period,
  received.ref_area,
  received.area_zh,
  received.currency,
  received.obs_value as utilized,
  received.display_value,
  received.display_unit_zh,
  growth.growth_reported,
  growth.growth_computed,
  growth.growth_computed_rounded,
  growth.growth_computed_own,
  growth.base_value,
  growth.base_source,
  growth.base_value_own,
  growth.base_differs,
  growth.agrees,
  growth.reason,
  cast(coalesce(tranches.tranches, 0) as integer) as tranches,
  cast(coalesce(tranches.tranches_recognised, 0) as decimal(28, 6)) as tranches_recognised,
  cast(coalesce(tranches.tranches_not_recognised, 0) as decimal(28, 6)) as tranches_not_recognised,
  coalesce(tranches.tranches_are_synthetic, false) as tranches_are_synthetic,
  received.has_break,
  received.break_reason_zh,
  received.break_reason_en,
  received.reconciliation,
  received.conf_status,
  received.is_synthetic,
  coalesce(growth.is_synthetic, received.is_synthetic) as growth_is_synthetic,
  received.submission_id,
  received.source_file,
  received.source_sheet,
  received.source_cell
from received
left join {{ ref('mart_growth_rate') }} as growth
  on received.series_id = growth.series_id and received.time_period = growth.time_period
left join tranches
  on received.submission_id = tranches.submission_id
