-- grain: a key industrial project × submission. All vintages; is_current marks the slot's latest. Completion
-- is of the year's plan; the planned total is of the project's whole life and measures no year.
with project as (
  select
    submission_id,
    time_period,
    row_no,
    {{ field_text('project_name') }} as project_name,
    {{ field_text('builder') }} as builder,
    {{ field_amount('planned_total') }} as planned_total,
    {{ amount_reason('planned_total') }} as planned_total_reason,
    {{ field_amount('planned_year') }} as planned_year,
    {{ amount_reason('planned_year') }} as planned_year_reason,
    {{ field_amount('completed_ytd') }} as completed_ytd,
    {{ amount_reason('completed_ytd') }} as completed_ytd_reason,
    {{ field_text('completion') }} as completion_stated,
    {{ field_text('progress') }} as progress_stated,
    {{ field_text('problems') }} as problems_stated,
    {{ register_row_ends('planned_year') }}
  from {{ ref('fct_register_cell') }}
  where register = 'key_project'
  group by submission_id, time_period, row_no
)

select
  submission_id,
  time_period,
  row_no,
  project_name,
  builder,
  planned_total,
  planned_total_reason,
  planned_year,
  planned_year_reason,
  completed_ytd,
  completed_ytd_reason,
  {{ completion_percent('completed_ytd', 'planned_year') }} as completion_of_year,
  {{ completion_percent_rounded('completed_ytd', 'planned_year') }} as completion_of_year_rounded,
  {{ completion_reason('completed_ytd', 'planned_year') }} as completion_of_year_reason,
  completion_stated,
  progress_stated,
  problems_stated,
  conf_status,
  is_synthetic,
  source_file,
  source_sheet,
  source_cell,
  is_current
from project
