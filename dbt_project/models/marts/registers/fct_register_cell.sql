-- grain: one cell of one row of a register, as one accepted submission says it.
select
  register_cell.submission_id,
  register_cell.register,
  register_cell.row_no,
  register_cell.row_key,
  register_cell.field,
  register_cell.kind as field_kind,
  register_cell.value_text,
  register_cell.value_number,
  register_cell.value_date,
  register_cell.unit_measure,
  register_cell.raw_text,
  register_cell.sheet as source_sheet,
  register_cell.cell as source_cell,
  register_cell.conf_status,
  register_cell.is_synthetic,
  submission.period as time_period,
  submission.file_name as source_file,
  submission.received_at,
  submission.is_current
from {{ ref('stg_register_cell') }} as register_cell
inner join {{ ref('int_submission_current') }} as submission
  on register_cell.submission_id = submission.submission_id
