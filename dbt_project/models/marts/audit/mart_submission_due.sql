-- grain: form × period that is due. Who owes which return by when, whether and when it came, and how many days
-- after its day. A return that is held is with the office, not with the department; one that a joint return stands
-- for is nobody's debt.
select
  asked.form_id,
  asked.time_period,
  asked.department_id,
  department.department_zh,
  asked.freq,
  asked.due_on,
  asked.first_received_at,
  asked.last_received_at,
  asked.accepted as submissions_accepted,
  asked.held as submissions_held,
  case
    when asked.accepted > 0 and {{ business_day('asked.first_received_at') }} <= asked.due_on then 'on_time'
    when asked.accepted > 0 then 'late'
    when asked.held > 0 then 'held'
    when asked.is_covered then 'covered'
    else 'owed'
  end as due_state,
  case when asked.accepted > 0 then cast({{ dbt.datediff('asked.due_on', business_day('asked.first_received_at'), 'day') }} as integer) end
    as days_late
from {{ ref('int_return') }} as asked
left join {{ ref('stg_department') }} as department
  on asked.department_id = department.department_id
-- What is not yet due and has not come is nobody's debt: not today, and as known on a day not at the end of that day.
where asked.has_come or asked.is_due
