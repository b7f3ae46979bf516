-- grain: one row, about this snapshot.
select
  '{{ var("snapshot_id") }}' as snapshot_id,
  '{{ var("build_id") }}' as build_id,
  cast('{{ var("built_at") }}' as timestamp) as built_at,
  '{{ var("as_of") }}' as as_of,
  cast((select count(*) from {{ ref('stg_submission') }} where decision in ('accept', 'release')) as integer) as submissions_accepted,
  cast((select count(*) from {{ ref('stg_submission') }} where decision = 'hold') as integer) as submissions_held,
  (select max(received_at) from {{ ref('stg_submission') }}) as received_until
