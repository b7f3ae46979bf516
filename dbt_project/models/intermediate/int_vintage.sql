-- grain: one value as in int_observation, with its number among the vintages of its series and period.
-- Vintages run inside one form and one origin; a value handed in again unchanged is no new vintage. Of what is
-- known only by its bounds, the bounds are the value. A vintage that was counted once keeps its number: what
-- never spoke for its period, accepted after something received later or corrected as it came in, is number 0.
with valued as (
  select
    int_observation.*,
    concat_ws(
      '|',
      coalesce(cast(obs_value as {{ dbt.type_string() }}), ''),
      obs_status,
      qualifier,
      coalesce(cast(value_low as {{ dbt.type_string() }}), ''),
      coalesce(cast(value_high as {{ dbt.type_string() }}), '')
    ) as value_now,
    was_current and (value_origin <> 'reported' or coalesce(corrected_at > accepted_at, true)) as has_spoken
  from {{ ref('int_observation') }} as int_observation
),

compared as (
  select
    valued.*,
    lag(value_now) over (
      partition by {{ vintage_line() }}, has_spoken
      order by {{ vintage_order() }}
    ) as value_before
  from valued
),

counted as (
  select
    compared.*,
    has_spoken and (value_before is null or value_before <> value_now) as opens_vintage,
    cast(
      case
        when has_spoken
          then sum(case when value_before is null or value_before <> value_now then 1 else 0 end) over (
            partition by {{ vintage_line() }}, has_spoken
            order by {{ vintage_order() }}
            rows between unbounded preceding and current row
          )
        else 0
      end as integer
    ) as vintage
  from compared
),

opened as (
  select
    {{ vintage_line() }},
    vintage,
    case when vintage = 1 then '_Z' else reason_stated end as revision_reason,
    coalesce(lag(submission_id) over (partition by {{ vintage_line() }} order by vintage), '_Z') as supersedes
  from counted
  where opens_vintage
)

select
  counted.*,
  coalesce(opened.revision_reason, '_Z') as revision_reason,
  coalesce(opened.supersedes, '_Z') as supersedes
from counted
left join opened
  on {{ same_vintage_line('counted', 'opened') }}
  and counted.vintage = opened.vintage
