-- grain: one check of one gate on one frame of rows. The second gate adds its own.
select
  gate,
  check_name,
  rule,
  expectation,
  submission_id,
  rows_checked,
  rows_unexpected,
  state,
  detail
from {{ source('landing', 'check_result') }}
