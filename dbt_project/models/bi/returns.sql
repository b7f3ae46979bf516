-- grain: form × period that a return is asked for, from the end of the period on. What is counted is 0 or 1 in a row,
-- so that a rate is a sum over a sum and never more than 1.
-- A view: it counts questions, which the second gate may still ask.
{{ config(materialized='view') }}
with asked as (
  select
    expected.form_id,
    expected.time_period,
    expected.freq,
    department.department_zh,
    coalesce(form.form_zh, expected.form_id) as form_zh,
    expected.due_on,
    case when expected.accepted > 0 then {{ business_day('expected.first_received_at') }} end as received_on,
    expected.accepted > 0 as is_accepted,
    (expected.has_come or expected.is_due) and not expected.is_covered as is_counted,
    expected.is_covered,
    expected.held > 0 as is_held
  from {{ ref('int_return') }} as expected
  left join {{ ref('stg_department') }} as department
    on expected.department_id = department.department_id
  left join {{ ref('stg_form') }} as form
    on expected.form_id = form.form_id
  where expected.has_come or expected.is_due or expected.is_over
),

-- Bytes that say the same cells again are no second attempt.
attempts as (
  select
    form_id,
    time_period,
    count(*) as attempts,
    sum(case when decision = 'accept' then 1 else 0 end) as accepted_at_once
  from {{ ref('submission') }}
  where not is_resave
  group by form_id, time_period
),

questions as (
  select
    form_id,
    time_period,
    count(*) as asked,
    sum(case when question_state in ('open', 'rejected') then 1 else 0 end) as open_now
  from {{ ref('mart_question') }}
  group by form_id, time_period
),

differing as (
  select form_id, time_period, count(*) as differences
  from {{ ref('mart_reconciliation') }}
  where reconciliation = 'differs'
  group by form_id, time_period
),

judged as (
  select
    asked.*,
    case
      when is_accepted and received_on <= due_on then 'on_time'
      when is_accepted then 'late'
      when is_held then 'held'
      when is_covered then 'covered'
      when is_counted then 'owed'
      else 'not_due'
    end as due_state,
    attempts.attempts = 1 and attempts.accepted_at_once = 1 and coalesce(questions.asked, 0) = 0 as is_right_at_once,
    coalesce(questions.open_now, 0) as open_now,
    coalesce(differing.differences, 0) as differences
  from asked
  left join attempts
    on asked.form_id = attempts.form_id and asked.time_period = attempts.time_period
  left join questions
    on asked.form_id = questions.form_id and asked.time_period = questions.time_period
  left join differing
    on asked.form_id = differing.form_id and asked.time_period = differing.time_period
)

select
  concat_ws('|', judged.form_id, judged.time_period) as row_key,
  {{ first_day('judged.time_period') }} as month,
  judged.department_zh,
  cast(dense_rank() over (order by judged.form_id) as integer) as form_order,
  judged.form_zh,
  frequency.code_zh as frequency_zh,
  judged.due_on,
  judged.received_on,
  state.code_zh as state_zh,
  {{ one_if('judged.is_counted') }} as due,
  {{ one_if('judged.is_accepted or judged.is_held') }} as handed_in,
  {{ one_if("judged.due_state = 'on_time'") }} as on_time,
  {{ one_if("judged.due_state = 'late'") }} as late,
  {{ one_if("judged.due_state = 'owed'") }} as missing,
  case when judged.is_accepted then cast(greatest({{ dbt.datediff('judged.due_on', 'judged.received_on', 'day') }}, 0) as integer) end as days_late,
  {{ one_if('judged.is_right_at_once') }} as first_time_right,
  cast(judged.open_now as integer) as open_explain,
  cast(judged.differences as integer) as differences,
  judged.is_counted and judged.time_period
    = max(case when judged.is_counted then judged.time_period end) over (partition by judged.form_id) as is_latest,
  judged.form_id
from judged
left join {{ ref('dim_code') }} as frequency
  on frequency.code_list = 'CL_FREQ' and judged.freq = frequency.code
left join {{ ref('dim_code') }} as state
  on state.code_list = 'CL_DUE_STATE' and judged.due_state = state.code
