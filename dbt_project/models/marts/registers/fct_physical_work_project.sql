-- grain: a project reporting physical work × submission. All vintages; is_current marks the slot's latest.
select
  submission_id,
  time_period,
  row_no,
  {{ field_text('project_name') }} as project_name,
  {{ field_text('industry') }} as industry_stated,
  {{ field_text('joint_department') }} as joint_department,
  {{ field_amount('work_ytd') }} as physical_work_ytd,
  {{ amount_reason('work_ytd') }} as physical_work_ytd_reason,
  {{ field_amount('work_month') }} as physical_work_month,
  {{ amount_reason('work_month') }} as physical_work_month_reason,
  {{ field_text('evidence') }} as evidence_document,
  {{ register_row_ends('work_ytd') }}
from {{ ref('fct_register_cell') }}
where register = 'physical_work_project'
group by submission_id, time_period, row_no
