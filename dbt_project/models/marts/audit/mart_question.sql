-- grain: one question of one submission, or one finding that holds its figures back, and what has become of it: what
-- the ledger has kept, and what this build has found since. A view: what the second gate finds joins the table
-- finding after the models have run, and the snapshot writes the rows once.
{{ config(materialized='view') }}
with found as (
  select
    finding.*,
    row_number() over (partition by submission_id, finding_id order by source_sheet, source_cell) as place,
    cast(count(*) over (partition by submission_id, finding_id) as integer) as places
  from {{ ref('finding') }} as finding
  where (severity = 'hold' or (severity = 'warn' and duty <> 'operator')) and coalesce(caused_by, '') = ''
),

-- A question of the second gate is about the whole: it is gone once the whole no longer shows it.
kept as (
  select
    asked.*,
    case
      when asked.gate = 'gate_2' and asked.state in ('open', 'rejected') and still.finding_id is null then 'corrected'
      else asked.state
    end as question_state
  from {{ ref('stg_question') }} as asked
  left join found as still
    on asked.submission_id = still.submission_id and asked.finding_id = still.finding_id and still.place = 1
),

fresh as (
  select
    found.*,
    handed_in.department_id,
    coalesce(nullif(found.form_id, ''), handed_in.form_id, '') as form_told,
    coalesce(nullif(found.time_period, ''), handed_in.time_period, '') as period_told
  from found
  inner join {{ ref('submission') }} as handed_in
    on found.submission_id = handed_in.submission_id
  left join kept
    on found.submission_id = kept.submission_id and found.finding_id = kept.finding_id
  where found.place = 1
    and kept.finding_id is null
    and (
      (handed_in.is_current and found.severity = 'warn')
      or (handed_in.is_current and found.scope = 'row' and handed_in.decision = 'accept')
      or (handed_in.decision = 'hold' and found.severity = 'hold')
    )
),

every_question as (
  select
    submission_id, finding_id, department_id, form_id, period as time_period, file as source_file, sheet as source_sheet,
    cell as source_cell, subject, places, rule, severity, scope, found, expected, message_zh, message_en, evidence,
    question_state, asked_at as first_asked_at, answered_by, answered_at, answer_reason, closed_by
  from kept
  union all
  select
    submission_id, finding_id, department_id, form_told, period_told, source_file, source_sheet,
    source_cell, subject, places, rule, severity, scope, found, expected, message_zh, message_en, evidence,
    'open', build.built_at, '', cast(null as timestamp), '', ''
  from fresh
  cross join {{ ref('stg_build') }} as build
),

-- The returns of a form in their order: where none is asked for January, December and February follow each other.
returns as (
  select
    form_id,
    time_period,
    row_number() over (partition by form_id order by time_period) as nth
  from {{ ref('stg_return_due') }}
),

-- One thing from period to period: a finding's number is made of its rule, its subject (else its cell) and its period.
found_in as (
  select distinct
    asked.department_id,
    asked.form_id,
    asked.rule,
    coalesce(nullif(asked.subject, ''), asked.source_cell) as about,
    asked.time_period,
    returns.nth
  from every_question as asked
  inner join returns
    on asked.form_id = returns.form_id and asked.time_period = returns.time_period
),

runs as (
  select
    *,
    nth - row_number() over (partition by department_id, form_id, rule, about order by nth) as run
  from found_in
),

running as (
  select
    department_id,
    form_id,
    rule,
    about,
    time_period,
    count(*) over (partition by department_id, form_id, rule, about, run order by nth) as periods_running
  from runs
)

select
  asked.submission_id,
  asked.finding_id,
  asked.department_id,
  department.department_zh,
  asked.form_id,
  coalesce(form.form_zh, asked.form_id) as form_zh,
  coalesce(form.form_en, asked.form_id) as form_en,
  asked.time_period,
  asked.source_file,
  asked.source_sheet,
  asked.source_cell,
  asked.places,
  asked.rule,
  coalesce(rule.rule_zh, asked.rule) as rule_zh,
  coalesce(rule.rule_en, asked.rule) as rule_en,
  asked.severity,
  asked.scope,
  asked.found,
  asked.expected,
  asked.message_zh,
  asked.message_en,
  asked.evidence,
  asked.question_state,
  asked.first_asked_at,
  asked.answered_by,
  asked.answered_at,
  asked.answer_reason,
  asked.closed_by,
  coalesce(correcting.source_file, '') as closed_by_file,
  cast(coalesce(running.periods_running, 1) as integer) as periods_running
from every_question as asked
left join {{ ref('stg_department') }} as department
  on asked.department_id = department.department_id
left join {{ ref('stg_form') }} as form
  on asked.form_id = form.form_id
left join {{ ref('stg_rule') }} as rule
  on asked.rule = rule.rule
left join {{ ref('submission') }} as correcting
  on asked.closed_by = correcting.submission_id
left join running
  on asked.department_id = running.department_id and asked.form_id = running.form_id and asked.rule = running.rule
  and coalesce(nullif(asked.subject, ''), asked.source_cell) = running.about and asked.time_period = running.time_period
