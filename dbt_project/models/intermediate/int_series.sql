-- grain: one series that an accepted submission speaks of. `series_key` and `growth_key` are whole numbers of this
-- build alone, in the order of the ids: what is joined and grouped by them takes a quarter of the time, and outside
-- a build a series is its series_id. What a level, its growth and its bases share is one growth_key.
{{ config(words=true) }}
with spoken as (
  select
    series_id,
    {{ dimensions() | join(',\n    ') }}
  from {{ ref('stg_observation') }}
  union distinct
  select
    series_id,
    {{ dimensions() | join(',\n    ') }}
  from {{ ref('int_register_observation') }}
)

select
  cast(row_number() over (order by series_id) as integer) as series_key,
  cast(dense_rank() over (order by {{ growth_key() }}) as integer) as growth_key,
  series_id,
  {{ dimensions() | join(',\n  ') }}
from spoken
