-- grain: a project of the register of fixed-asset projects × month. What a month's rows say adds up to the register of that
-- month; the rows of is_latest to today's, those of is_latest_of_year to a year's. The sum of the register is not
-- fixed-asset investment.
with project as (
  select
    *,
    -- Worked out once: written where each is used, they made a query of 150 kB, which took 0.3 s to plan.
    {% for figure in ['planned_total', 'planned_total_before', 'investment_ytd', 'investment_month'] -%}
    {{ display_figure(figure, '4') }} as shown_{{ figure }},
    {% endfor -%}
    {{ rounded_ratio('investment_ytd', 'planned_total', 100, 2) }} as progress
  from {{ ref('mart_fai_project_month') }}
)

select
  concat_ws('|', project.thing_id, project.time_period) as row_key,
  {{ first_day('project.time_period') }} as month,
  project.project_code,
  project.project_name,
  coalesce(nullif(project.construction_kind, ''), '未填') as construction_kind_zh,
  coalesce(nullif(project.holding, ''), '未填') as holding_zh,
  project.industry_code,
  coalesce(nullif(project.entry_month, ''), '未填') as entry_month,
  project.shown_planned_total as plan_total,
  project.shown_investment_ytd as invested_ytd,
  project.shown_investment_month as invested_month,
  {{ two_decimals('project.progress') }} as plan_progress,
  project.first_seen,
  project.last_seen,
  {{ changes_words({
    'project.project_name_before': ['项目名称', 'project.project_name_before', 'project.project_name'],
    'project.planned_total_before': [
      '计划总投资', amount_words('project.shown_planned_total_before', "'万元'"), amount_words('project.shown_planned_total', "'万元'"),
    ],
    'project.entry_month_before': ['入库月份', 'project.entry_month_before', 'project.entry_month'],
  }) }} as change_zh,
  {{ thing_state_words('project', 'doubt', {
    '计划总投资': 'planned_total_reason', '自年初累计': 'investment_ytd_reason', '本月': 'investment_month_reason',
  }) }} as state_zh,
  project.is_latest,
  project.is_latest_of_year,
  project.is_synthetic
from project
left join {{ ref('dim_code') }} as doubt
  on doubt.code_list = 'CL_IDENTITY_DOUBT' and project.identity_doubt = doubt.code
