-- grain: form × period that is due. Who owes which return by when, whether and when it came, and how many days
-- after its day. A return that is held is with the office, not with the department.
with numbers as (
  {% for number in range(240) -%}
  select {{ number }} as number{{ ' union all ' if not loop.last }}
  {% endfor %}
),

periods as (
  select
    due.form_id,
    due.department_id,
    due.freq,
    due.part,
    cast(due.due_day as integer) as due_day,
    cast(due.due_months_after as integer) as due_months_after,
    concat(
      lpad(cast({{ whole_quotient(month_count('due.valid_from') ~ ' + numbers.number', '12') }} as {{ dbt.type_string() }}), 4, '0'),
      '-',
      lpad(cast(({{ month_count('due.valid_from') }} + numbers.number) % 12 + 1 as {{ dbt.type_string() }}), 2, '0')
    ) as time_period,
    due.months,
    due.valid_to
  from {{ ref('stg_calendar') }} as due
  cross join numbers
),

owed as (
  select
    periods.*,
    {{ due_date('time_period', 'due_months_after', 'due_day') }} as due_on
  from periods
  where cast(substr(time_period, 6, 2) as integer)
      between cast(split_part(months, '-', 1) as integer)
      and cast(coalesce(nullif(split_part(months, '-', 2), ''), months) as integer)
    and (valid_to is null or time_period <= valid_to)
),

came as (
  select
    form_id,
    period,
    min(case when decision in ('accept', 'release') then received_at end) as first_received_at,
    max(case when decision in ('accept', 'release') then received_at end) as last_received_at,
    min(received_at) as first_handed_in_at,
    cast(sum(case when decision in ('accept', 'release') then 1 else 0 end) as integer) as accepted,
    cast(sum(case when decision = 'hold' then 1 else 0 end) as integer) as held
  from {{ ref('stg_submission') }}
  group by form_id, period
)

select
  owed.form_id,
  owed.time_period,
  owed.department_id,
  department.department_zh,
  owed.freq,
  owed.due_on,
  came.first_received_at,
  came.last_received_at,
  coalesce(came.accepted, 0) as submissions_accepted,
  coalesce(came.held, 0) as submissions_held,
  case
    when came.accepted > 0 and {{ business_day('came.first_received_at') }} <= owed.due_on then 'on_time'
    when came.accepted > 0 then 'late'
    when came.held > 0 then 'held'
    else 'owed'
  end as due_state,
  case when came.accepted > 0 then cast({{ dbt.datediff('owed.due_on', business_day('came.first_received_at'), 'day') }} as integer) end
    as days_late
from owed
cross join {{ ref('stg_build') }} as build
left join came
  on owed.form_id = came.form_id and owed.time_period = came.period
left join {{ ref('stg_department') }} as department
  on owed.department_id = department.department_id
-- What is not yet due and has not come is nobody's debt: not today, and as known on a day not at the end of that day.
where came.first_handed_in_at is not null
  or (
    owed.due_on < {{ business_day('build.built_at') }}
    and (build.as_of_day is null or owed.due_on <= build.as_of_day)
  )
