-- grain: one submission: everything that was handed in, what was decided, and which slot it fills.
select
  handed_in.submission_id,
  handed_in.sequence,
  handed_in.department_id,
  department.department_zh,
  handed_in.file_name as source_file,
  handed_in.sha256,
  handed_in.form_id,
  handed_in.period as time_period,
  handed_in.part,
  handed_in.received_at,
  handed_in.received_by,
  handed_in.recorded_at,
  handed_in.accepted_at,
  handed_in.decision,
  handed_in.decision_reason,
  handed_in.revision_reason as reason_stated,
  coalesce(slot.is_current, false) as is_current,
  coalesce(slot.is_resave, false) as is_resave,
  handed_in.is_sample
from {{ ref('stg_submission') }} as handed_in
left join {{ ref('int_submission_current') }} as slot
  on handed_in.submission_id = slot.submission_id
left join {{ ref('stg_department') }} as department
  on handed_in.department_id = department.department_id
