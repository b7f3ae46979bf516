-- grain: period × dimension × group. The current register of fixed-asset projects by kind of construction, by
-- holding and by industry (division and section of GB/T 4754). Every dimension adds up to the whole register;
-- the register holds this year's new projects only and is no fixed-asset investment.
{% set dimensions_of_register = {
  'construction_kind': "nullif(project.construction_kind, '')",
  'holding': "nullif(project.holding, '')",
  'industry_division': "case when length(project.industry_code) >= 2 then substr(project.industry_code, 1, 2) end",
  'industry_section': 'section.section',
} %}
with project as (
  select
    project.*,
    {% for name, expression in dimensions_of_register.items() -%}
    coalesce({{ expression }}, '_U') as group_by_{{ name }},
    {% endfor -%}
    section.section_zh,
    section.section_en
  from {{ ref('fct_fai_project') }} as project
  left join {{ ref('industry_section') }} as section
    on substr(project.industry_code, 1, 2) between section.first_division and section.last_division
  where project.is_current
),

grouped as (
  {% for name in dimensions_of_register -%}
  select
    submission_id,
    time_period,
    '{{ name }}' as register_dimension,
    group_by_{{ name }} as register_group,
    {% if name == 'industry_section' -%}
    max(section_zh) as register_group_zh,
    max(section_en) as register_group_en,
    {% else -%}
    {# A division goes by its number, a kind by the word that the department wrote. -#}
    group_by_{{ name }} as register_group_zh,
    cast(null as {{ dbt.type_string() }}) as register_group_en,
    {% endif -%}
    count(distinct coalesce(nullif(project_code, ''), nullif(project_name, ''))) as projects_counted,
    {% for amount in ['planned_total', 'investment_ytd', 'investment_month'] -%}
    cast(sum({{ amount }}) as decimal(28, 6)) as {{ amount }},
    {% endfor -%}
    cast(max(cast(is_synthetic as integer)) as boolean) as is_synthetic,
    max(source_file) as source_file,
    max(source_sheet) as source_sheet,
    {{ first_to_last('source_cell', 'row_no') }} as source_cell
  from project
  group by submission_id, time_period, group_by_{{ name }}
  {{ 'union all' if not loop.last }}
  {% endfor %}
),

whole as (
  select
    time_period,
    projects_entered_summed as projects_counted,
    planned_total_investment_summed as planned_total_summed,
    investment_completed_summed
  from {{ ref('mart_fixed_asset_investment') }}
  where ref_area = '{{ var("office_area") }}' and breakdown = '_T'
),

compared as (
  select
    grouped.*,
    sum(grouped.projects_counted) over by_dimension as projects_of_dimension,
    sum(grouped.planned_total) over by_dimension as planned_of_dimension,
    sum(grouped.investment_ytd) over by_dimension as completed_of_dimension
  from grouped
  window by_dimension as (partition by grouped.submission_id, grouped.register_dimension)
)

select
  compared.time_period,
  '{{ var("office_area") }}' as ref_area,
  compared.register_dimension,
  compared.register_group,
  coalesce(compared.register_group_zh, '未写明') as register_group_zh,
  coalesce(compared.register_group_en, case when compared.register_group = '_U' then 'not stated' else compared.register_group end)
    as register_group_en,
  cast(compared.projects_counted as integer) as projects_counted,
  {% for amount in ['planned_total', 'investment_ytd', 'investment_month'] -%}
  compared.{{ amount }},
  case when compared.{{ amount }} is null then 'NOT_STATED' end as {{ amount }}_reason,
  {% endfor -%}
  {{ share_percent('compared.planned_total', 'whole.planned_total_summed') }} as share_of_planned,
  {{ share_percent('compared.investment_ytd', 'whole.investment_completed_summed') }} as share_of_completed,
  case
    when compared.planned_total is null then 'NOT_STATED'
    when coalesce(whole.planned_total_summed, 0) <= 0 then 'TOTAL_MISSING'
  end as share_of_planned_reason,
  case
    when compared.investment_ytd is null then 'NOT_STATED'
    when coalesce(whole.investment_completed_summed, 0) <= 0 then 'TOTAL_MISSING'
  end as share_of_completed_reason,
  case
    when whole.projects_counted is null then 'single'
    when compared.projects_of_dimension = whole.projects_counted
      and compared.planned_of_dimension = whole.planned_total_summed
      and compared.completed_of_dimension = whole.investment_completed_summed then 'agrees'
    else 'differs'
  end as reconciliation,
  {{ conf_of_group('compared.projects_counted', 'compared.submission_id, compared.register_dimension', 'compared.register_group') }} as conf_status,
  compared.is_synthetic,
  compared.submission_id,
  compared.source_file,
  compared.source_sheet,
  compared.source_cell
from compared
left join whole
  on compared.time_period = whole.time_period
