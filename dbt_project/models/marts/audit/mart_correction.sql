-- grain: one correction of the register, with what has become of it.
with judged as (
  select
    correction.*,
    row_number() over (
      partition by correction_id
      order by case when is_current then 1 else 2 end, case when is_applied then 1 else 2 end, series_id
    ) as place
  from {{ ref('int_correction') }} as correction
)

select
  correction_id,
  case
    when not coalesce(is_current, false) then 'waiting'
    when is_forbidden then 'forbidden'
    when is_applied then 'applied'
    else 'obsolete'
  end as correction_state,
  department_id,
  form_id,
  period as slot_period,
  sheet as source_sheet,
  cell as source_cell,
  expect as cell_expected,
  -- As the workbook that speaks at present has it; blank where it holds no value there, or none speaks yet.
  case when is_current then coalesce(cell_now, '') else '' end as cell_now,
  wrong_value,
  right_value,
  unit_zh,
  revision_reason,
  reason_zh as correction_reason_zh,
  reason_en as correction_reason_en,
  source as correction_source,
  author,
  approver,
  approved_at,
  confirmed_by,
  confirmed_at,
  case when is_current then submission_id else '_Z' end as submission_id,
  case when is_current then source_file else '_Z' end as source_file,
  case when is_current then coalesce(series_id, '_Z') else '_Z' end as series_id,
  case when is_current then coalesce(time_period, '_Z') else '_Z' end as time_period
from judged
where place = 1
