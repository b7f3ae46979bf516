-- grain: form × period that a return is asked for. By when, whether and when it came, whether its day has passed
-- (is_due) and whether its period is over (is_over). As known on a day, by that day; else by the day of the build.
with digits as (
  {% for digit in range(10) -%}
  select {{ digit }} as digit{{ ' union all ' if not loop.last }}
  {% endfor %}
),

-- The months of twenty years, put together: a select for each took longer to plan than all the rest.
numbers as (
  select hundreds.digit * 100 + tens.digit * 10 + ones.digit as number
  from digits as ones
  cross join digits as tens
  cross join digits as hundreds
  where hundreds.digit * 100 + tens.digit * 10 + ones.digit < 240
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

asked as (
  select
    periods.*,
    {{ due_date('time_period', 'due_months_after', 'due_day') }} as due_on,
    {{ due_date('time_period', '0', '31') }} as ends_on
  from periods
  where cast(substr(time_period, 6, 2) as integer)
      between cast(split_part(months, '-', 1) as integer)
      and cast(coalesce(nullif(split_part(months, '-', 2), ''), months) as integer)
    and (valid_to is null or time_period <= valid_to)
),

build as (
  select
    {{ business_day('built_at') }} as built_on,
    as_of_day
  from {{ ref('stg_build') }}
),

came as (
  select
    form_id,
    period,
    min(case when decision in ('accept', 'release') then received_at end) as first_received_at,
    max(case when decision in ('accept', 'release') then received_at end) as last_received_at,
    cast(sum(case when decision in ('accept', 'release') then 1 else 0 end) as integer) as accepted,
    cast(sum(case when decision = 'hold' then 1 else 0 end) as integer) as held
  from {{ ref('stg_submission') }}
  group by form_id, period
)

select
  asked.form_id,
  asked.time_period,
  asked.department_id,
  asked.freq,
  asked.due_on,
  came.form_id is not null as has_come,
  came.first_received_at,
  came.last_received_at,
  coalesce(came.accepted, 0) as accepted,
  coalesce(came.held, 0) as held,
  asked.due_on < build.built_on and (build.as_of_day is null or asked.due_on <= build.as_of_day) as is_due,
  asked.ends_on < coalesce(build.as_of_day, build.built_on) as is_over
from asked
cross join build
left join came
  on asked.form_id = came.form_id and asked.time_period = came.period
