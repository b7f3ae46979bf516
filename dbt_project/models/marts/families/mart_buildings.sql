-- grain: area × period. Floor area put back to use since January and the projects it brought in, beside total
-- and vacant floor area of the buildings that the register lists: not of the whole street, and no part of one
-- another, because the form does not say when vacancy was measured.
{% set revitalized = is_series('building_floor_area_revitalized') ~ " and breakdown = '_T'" %}
{% set introduced = is_series('new_building_projects_facilitated') %}
{% set total = is_series('building_floor_area_total', accumulation='POINT') ~ " and breakdown = 'listed'" %}
{% set vacant = is_series('building_floor_area_vacant', accumulation='POINT') ~ " and breakdown = 'listed'" %}
with chosen as (
  select *
  from {{ ref('mart_indicator') }}
  where indicator_id in (
      'building_floor_area_revitalized', 'new_building_projects_facilitated', 'building_floor_area_total',
      'building_floor_area_vacant'
    )
    and measure = 'VALUE' and time_transform = 'N' and status_class = 'actual' and scope_basis = 'OWN' and freq = 'M'
    and place_id = '_T'
),

said as (
  select
    time_period,
    ref_area,
    max(area_zh) as area_zh,
    {{ said_of(revitalized, 'series_id') }} as series_id,
    {% for series, name in [
      (revitalized, 'revitalized_ytd'), (introduced, 'projects_introduced'), (total, 'listed_floor_area'),
      (vacant, 'listed_vacant_area'),
    ] -%}
    {{ value_of(series) }} as {{ name }},
    {{ reason_of(series) }} as {{ name }}_reason,
    {% endfor -%}
    {% for name in ['display_value', 'display_unit_zh', 'reconciliation', 'conf_status', 'submission_id', 'source_file', 'source_sheet', 'source_cell'] -%}
    {{ said_of(revitalized, name) }} as {{ name }},
    {% endfor -%}
    {{ said_of(introduced, 'reconciliation') }} as introduced_reconciliation,
    coalesce({{ flag_of(revitalized, 'is_synthetic') }}, false) as is_synthetic,
    cast(max(cast(is_synthetic as integer)) as boolean) as parts_are_synthetic
  from chosen
  group by time_period, ref_area
),

listed as (
  select
    submission_id,
    count(distinct nullif(building_name, '')) as buildings_listed,
    count(nullif(tenant, '')) as tenants_listed,
    count(case when floor_area_revitalized is null then 1 end) as tenants_without_area,
    cast(sum(floor_area_revitalized) as decimal(28, 6)) as revitalized_summed
  from {{ ref('fct_building') }}
  group by submission_id
)

select
  said.time_period,
  said.ref_area,
  said.area_zh,
  said.revitalized_ytd,
  said.revitalized_ytd_reason,
  said.display_value,
  said.display_unit_zh,
  listed.revitalized_summed,
  said.reconciliation,
  try_cast(said.projects_introduced as integer) as projects_introduced,
  said.projects_introduced_reason,
  cast(listed.tenants_listed as integer) as tenants_listed,
  cast(listed.tenants_without_area as integer) as tenants_without_area,
  said.introduced_reconciliation,
  cast(listed.buildings_listed as integer) as buildings_listed,
  said.listed_floor_area,
  said.listed_floor_area_reason,
  said.listed_vacant_area,
  said.listed_vacant_area_reason,
  {{ growth_beside_columns() }},
  said.conf_status,
  said.is_synthetic,
  said.parts_are_synthetic,
  said.submission_id,
  said.source_file,
  said.source_sheet,
  said.source_cell
from said
left join listed
  on said.submission_id = listed.submission_id
{{ growth_beside_joins('said') }}
