-- grain: period × kind of building. The current register of buildings added up by kind; over the kinds it is the
-- register's total, which is reconciled with what the department wrote in mart_buildings.
with listed as (
  select *, case when building_kind = '' then '_U' else building_kind end as kind
  from {{ ref('fct_building') }}
  where is_current
),

by_kind as (
  select
    submission_id,
    time_period,
    kind as building_kind,
    count(distinct nullif(building_name, '')) as buildings_listed,
    count(nullif(tenant, '')) as tenants_listed,
    count(case when floor_area_revitalized is null then 1 end) as tenants_without_area,
    {% for name in ['floor_area_total', 'floor_area_vacant', 'floor_area_revitalized'] -%}
    cast(sum({{ name }}) as decimal(28, 6)) as {{ name }},
    {% endfor -%}
    cast(max(cast(is_synthetic as integer)) as boolean) as is_synthetic,
    max(source_file) as source_file,
    max(source_sheet) as source_sheet,
    {{ first_to_last('source_cell', 'row_no') }} as source_cell
  from listed
  group by submission_id, time_period, kind
)

select
  by_kind.time_period,
  '{{ var("office_area") }}' as ref_area,
  by_kind.building_kind,
  cast(by_kind.buildings_listed as integer) as buildings_listed,
  cast(by_kind.tenants_listed as integer) as tenants_listed,
  cast(by_kind.tenants_without_area as integer) as tenants_without_area,
  {% for name in ['floor_area_total', 'floor_area_vacant', 'floor_area_revitalized'] -%}
  by_kind.{{ name }},
  case when by_kind.{{ name }} is null then 'NOT_STATED' end as {{ name }}_reason,
  {% endfor -%}
  {{ share_percent('by_kind.floor_area_revitalized', 'whole.revitalized_summed') }} as share_of_revitalized,
  case
    when by_kind.floor_area_revitalized is null then 'NOT_STATED'
    when coalesce(whole.revitalized_summed, 0) <= 0 then 'TOTAL_MISSING'
  end as share_of_revitalized_reason,
  whole.reconciliation,
  {{ conf_of_group('by_kind.tenants_listed', 'by_kind.submission_id', 'by_kind.building_kind') }} as conf_status,
  by_kind.is_synthetic,
  by_kind.submission_id,
  by_kind.source_file,
  by_kind.source_sheet,
  by_kind.source_cell
from by_kind
left join (select time_period, revitalized_ytd_summed as revitalized_summed, revitalized_ytd_reconciliation as reconciliation from {{ ref("mart_buildings") }}) as whole
  on by_kind.time_period = whole.time_period
