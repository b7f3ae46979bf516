-- grain: one row, about this snapshot.
select
  build.snapshot_id,
  build.build_id,
  build.built_at,
  build.as_of,
  cast((select count(*) from {{ ref('stg_submission') }} where decision in ('accept', 'release')) as integer) as submissions_accepted,
  -- What waits at the gate, but for what a later submission of the same slot has corrected, or waits itself.
  cast(
    (
      select count(*)
      from (
        select
          *,
          row_number() over (
            partition by department_id, form_id, period, part order by received_at desc, sequence desc
          ) as newest
        from {{ ref('stg_submission') }}
        where decision = 'hold'
      ) as waiting
      left join {{ ref('int_submission_current') }} as slot
        on waiting.department_id = slot.department_id
        and waiting.form_id = slot.form_id
        and waiting.period = slot.period
        and waiting.part = slot.part
        and slot.is_current
      where (waiting.newest = 1 or waiting.form_id is null or waiting.period is null)
        and (
          slot.submission_id is null
          or slot.ordered_at < waiting.received_at
          or (slot.ordered_at = waiting.received_at and slot.sequence < waiting.sequence)
        )
    ) as integer
  ) as submissions_held,
  (select max(received_at) from {{ ref('stg_submission') }}) as received_until
from {{ ref('stg_build') }} as build
