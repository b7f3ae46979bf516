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
),

joined as (
  select
    received.*,
    tranches.tranches,
    tranches.tranches_recognised,
    tranches.tranches_not_recognised,
    tranches.tranches_are_synthetic,
    -- Nothing received has no tranche, and needs none.
    tranches.submission_id is not null or coalesce(received.obs_value = 0, false) as tranches_are_known
  from received
  left join tranches
    on received.submission_id = tranches.submission_id
)

select
  joined.time_period,
  joined.ref_area,
  joined.area_zh,
  joined.currency,
  joined.obs_value as utilized,
  case when joined.obs_value is null then coalesce(nullif(joined.obs_reason, ''), 'NOT_STATED') end as utilized_reason,
  joined.display_value,
  joined.display_unit_zh,
  {{ growth_beside_columns() }},
  growth.growth_computed_own,
  case
    when growth.growth_computed_own is not null then null
    when growth.series_id is null then 'LEVEL_MISSING'
    when growth.reason not in ('BASE_MISSING', 'BASE_ZERO', 'BASE_NEGATIVE', 'BASE_NOT_A_POINT') then growth.reason
    when growth.base_value_own is null then 'BASE_MISSING'
    when growth.base_value_own = 0 then 'BASE_ZERO'
    when growth.base_value_own < 0 then 'BASE_NEGATIVE'
    else 'BASE_NOT_A_POINT'
  end as growth_computed_own_reason,
  growth.base_value_own,
  coalesce(growth.base_differs, false) as base_differs,
  case when joined.tranches_are_known then cast(coalesce(joined.tranches, 0) as integer) end as tranches,
  {% for name in ['tranches_recognised', 'tranches_not_recognised'] -%}
  case when joined.tranches_are_known then cast(coalesce(joined.{{ name }}, 0) as decimal(28, 6)) end as {{ name }},
  {% endfor -%}
  case when not joined.tranches_are_known then 'NOT_REPORTED' end as tranches_reason,
  coalesce(joined.tranches_are_synthetic, false) as tranches_are_synthetic,
  joined.has_break,
  joined.break_reason_zh,
  joined.break_reason_en,
  joined.reconciliation,
  joined.conf_status,
  joined.is_synthetic,
  joined.submission_id,
  joined.source_file,
  joined.source_sheet,
  joined.source_cell
from joined
{{ growth_beside_joins('joined') }}
