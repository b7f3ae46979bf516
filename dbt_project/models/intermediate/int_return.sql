-- grain: form × period that a return is asked for. By when, whether and when it came, whether its day has passed
-- (is_due), whether a joint return that came stands for it (is_covered) and whether its period is over (is_over).
-- As known on a day, by that day; else by the day of the build.
with build as (
  select
    {{ business_day('built_at') }} as built_on,
    as_of_day
  from {{ ref('stg_build') }}
),

-- The return of a year fills the year's duty, whatever month its title is of, and so do the updates of its months.
handed_in as (
  select
    submission.form_id,
    case when annual.form_id is not null then concat(substr(submission.period, 1, 4), '-12') else submission.period end as period,
    submission.decision,
    submission.received_at
  from {{ ref('stg_submission') }} as submission
  left join (select distinct form_id from {{ ref('stg_return_due') }} where freq = 'A') as annual
    on submission.form_id = annual.form_id
),

came as (
  select
    form_id,
    period,
    min(case when decision in ('accept', 'release') then received_at end) as first_received_at,
    max(case when decision in ('accept', 'release') then received_at end) as last_received_at,
    cast(sum(case when decision in ('accept', 'release') then 1 else 0 end) as integer) as accepted,
    cast(sum(case when decision = 'hold' then 1 else 0 end) as integer) as held
  from handed_in
  group by form_id, period
),

asked as (
  select
    due.*,
    came.form_id is not null as has_come,
    came.first_received_at,
    came.last_received_at,
    coalesce(came.accepted, 0) as accepted,
    coalesce(came.held, 0) as held,
    -- What is held is with the office: it covers as what is accepted does.
    coalesce(came.accepted + came.held, 0) = 0 and coalesce(covering.accepted + covering.held, 0) > 0 as is_covered
  from {{ ref('stg_return_due') }} as due
  left join came
    on due.form_id = came.form_id and due.time_period = came.period
  left join came as covering
    on due.form_id = covering.form_id and due.covered_by = covering.period
)

select
  asked.form_id,
  asked.time_period,
  asked.department_id,
  asked.freq,
  asked.due_on,
  asked.has_come,
  asked.first_received_at,
  asked.last_received_at,
  asked.accepted,
  asked.held,
  asked.is_covered,
  asked.due_on < build.built_on and (build.as_of_day is null or asked.due_on <= build.as_of_day) as is_due,
  asked.ends_on < coalesce(build.as_of_day, build.built_on) as is_over
from asked
cross join build
