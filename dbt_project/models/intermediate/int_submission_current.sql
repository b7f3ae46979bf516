-- grain: one accepted submission. An accepted submission replaces its whole slot, absences included;
-- order is the instant at which it was received or put back in force, then the sequence in which it was entered.
{{ config(words=true) }}
with monthly as (
  select distinct form_id from {{ ref('stg_calendar') }} where freq = 'M'
),

accepted as (
  select
    submission.*,
    coalesce(submission.reinstated_at, submission.received_at) as ordered_at,
    monthly.form_id is not null as is_monthly
  from {{ ref('stg_submission') }} as submission
  left join monthly on submission.form_id = monthly.form_id
  where submission.decision in ('accept', 'release')
),

ordered as (
  select
    accepted.*,
    row_number() over (
      partition by department_id, form_id, period, part
      order by ordered_at desc, sequence desc
    ) as place_from_last,
    lag(content_sha256) over (
      partition by department_id, form_id, period, part
      order by ordered_at, sequence
    ) as content_before,
    -- From then on something received later spoke for the slot.
    min(accepted_at) over (
      partition by department_id, form_id, period, part
      order by ordered_at, sequence
      rows between 1 following and unbounded following
    ) as superseded_at
  from accepted
)

select
  submission_id,
  sequence,
  department_id,
  form_id,
  period,
  part,
  is_monthly,
  file_name,
  received_at,
  ordered_at,
  accepted_at,
  superseded_at,
  revision_reason,
  place_from_last,
  place_from_last = 1 as is_current,
  -- Saved again without a change: new bytes, the same cells. No vintage of anything.
  coalesce(content_sha256 = content_before, false) as is_resave,
  -- Released from quarantine after something received later was accepted, it never spoke for its slot; nor do the
  -- slips speak in whose place what was known before them stands again.
  coalesce(superseded_at > accepted_at, true) as was_current
from ordered
