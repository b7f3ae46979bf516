-- grain: form × period that a return is asked for. The day by which is worked out from the calendar and the holidays
-- of the office where the duties of status are (warehouse/duties.py), and nowhere else.
select
  form_id,
  time_period,
  department_id,
  freq,
  due_on,
  ends_on,
  nullif(covered_by, '') as covered_by
from {{ source('landing', 'return_due') }}
