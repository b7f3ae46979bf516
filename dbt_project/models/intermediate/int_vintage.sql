-- grain: one value as in int_observation, with its number among the vintages of its series and period.
-- Vintages run inside one form and one origin; a value handed in again unchanged is no new vintage. Of what is
-- known only by its bounds, the bounds are the value.
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
    ) as value_now
  from {{ ref('int_observation') }} as int_observation
),

compared as (
  select
    valued.*,
    lag(value_now) over (
      partition by series_id, time_period, form_id, value_origin, reporting_level
      order by received_at, sequence
    ) as value_before
  from valued
)

select
  compared.*,
  cast(
    sum(case when value_before is null or value_before <> value_now then 1 else 0 end) over (
      partition by series_id, time_period, form_id, value_origin, reporting_level
      order by received_at, sequence
      rows between unbounded preceding and current row
    ) as integer
  ) as vintage
from compared
