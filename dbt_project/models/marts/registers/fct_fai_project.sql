-- grain: a project in the register × submission. All vintages; is_current marks the slot's latest.
select
  submission_id,
  time_period,
  row_no,
  {{ field_text('project_code') }} as project_code,
  {{ field_text('project_name') }} as project_name,
  {{ field_text('industry_code') }} as industry_code,
  {{ field_text('construction_kind') }} as construction_kind,
  {{ field_text('holding') }} as holding,
  {{ field_amount('planned_total') }} as planned_total,
  {{ field_text('start_month') }} as start_month,
  {{ field_text('entry_month') }} as entry_month,
  {{ field_amount('investment_ytd') }} as investment_ytd,
  {{ field_amount('investment_month') }} as investment_month,
  {{ register_row_ends('investment_ytd') }}
from {{ ref('fct_register_cell') }}
where register = 'fai_project'
group by submission_id, time_period, row_no
