-- grain: one row, about this snapshot.
select
  '{{ var("snapshot_id") }}' as snapshot_id,
  '{{ var("build_id") }}' as build_id,
  cast('{{ var("built_at") }}' as timestamp) as built_at,
  '{{ var("as_of") }}' as as_of,
  cast((select count(*) from {{ ref('stg_submission') }} where decision in ('accept', 'release')) as integer) as submissions_accepted,
  -- What waits at the gate, but for what a later submission of the same slot has corrected.
  cast(
    (
      select count(*)
      from {{ ref('stg_submission') }} as waiting
      left join {{ ref('int_submission_current') }} as slot
        on waiting.department_id = slot.department_id
        and waiting.form_id = slot.form_id
        and waiting.period = slot.period
        and waiting.part = slot.part
        and slot.is_current
      where waiting.decision = 'hold'
        and (
          slot.submission_id is null
          or slot.ordered_at < waiting.received_at
          or (slot.ordered_at = waiting.received_at and slot.sequence < waiting.sequence)
        )
    ) as integer
  ) as submissions_held,
  (select max(received_at) from {{ ref('stg_submission') }}) as received_until
