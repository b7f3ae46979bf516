-- grain: one value as in int_observation, with its number among the vintages of its series and period, and whether
-- it is the current one, which speaks for them.
-- Vintages run inside one form and one origin; a value handed in again unchanged is no new vintage. Of what is
-- known only by its bounds, the bounds are the value. A vintage that was counted once keeps its number: what
-- never spoke for its period, accepted after something received later or corrected as it came in, is number 0.
--
-- Numbers are found on the few columns that they depend on and put beside the whole rows once, at the end: windows
-- over all sixty columns took twice the time (benchmarks/README.md).
with valued as (
  select
    {{ value_key() }},
    form_id,
    indicator_id,
    vintage_origin,
    received_at,
    sequence,
    reason_stated,
    is_current,
    concat_ws(
      '|',
      coalesce(cast(obs_value as {{ dbt.type_string() }}), ''),
      status_stated,
      qualifier,
      coalesce(cast(value_low as {{ dbt.type_string() }}), ''),
      coalesce(cast(value_high as {{ dbt.type_string() }}), '')
    ) as value_now,
    was_current and (value_origin <> 'reported' or coalesce(corrected_at > accepted_at, true)) as has_spoken
  from {{ ref('int_observation') }}
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

-- What opened a vintage after the first, and what it took the place of.
revised as (
  select
    opening.series_id,
    opening.time_period,
    opening.form_id,
    opening.vintage_origin,
    opening.reporting_level,
    opening.vintage,
    opening.reason_stated as revision_reason,
    before.submission_id as supersedes
  from counted as opening
  inner join counted as before
    on {{ same_vintage_line('opening', 'before') }}
    and opening.vintage = before.vintage + 1
    and before.opens_vintage
  where opening.opens_vintage and opening.vintage > 1
),

-- A series has one form for all its periods: changing between forms from month to month would look like change.
-- It is the primary form that the catalogue names, or the form that says what that one never says (targets,
-- completions and ranks of a tracking table). A form that has withdrawn all it said leaves the series to another.
speaking as (
  select
    counted.series_id,
    coalesce(
      max(case when counted.form_id = indicator.primary_form and counted.value_origin <> 'withdrawn' then counted.form_id end),
      min(case when counted.value_origin <> 'withdrawn' then counted.form_id end),
      max(case when counted.form_id = indicator.primary_form then counted.form_id end),
      min(counted.form_id)
    ) as form_id
  from counted
  inner join {{ ref('stg_indicator') }} as indicator
    on counted.indicator_id = indicator.indicator_id
  where counted.is_current
  group by counted.series_id
),

-- As reported where it is, else as the register adds up, at the highest reporting level that exists, and as
-- corrected where a correction stands. What is withdrawn is shown where nothing else is said.
placed as (
  select
    {{ value_key('counted') }},
    row_number() over (
      partition by counted.series_id, counted.time_period
      order by
        case counted.value_origin when 'withdrawn' then 2 else 1 end,
        {{ origin_rank() }},
        {{ level_rank() }},
        counted.received_at desc, counted.sequence desc
    ) as place
  from counted
  inner join speaking
    on counted.series_id = speaking.series_id and counted.form_id = speaking.form_id
  where counted.is_current
),

-- A break is marked where the series goes on: on its first value at the break or after it.
first_after_break as (
  select distinct
    series_id,
    time_period
  from (
    select
      value_then.series_id,
      stated.break_period,
      min(value_then.time_period) as time_period
    from {{ ref('int_observation') }} as value_then
    inner join {{ ref('stg_break') }} as stated
      on value_then.indicator_id = stated.indicator_id
    where {{ window_end('value_then') }} >= stated.break_period
      and value_then.obs_value is not null
      and value_then.measure = 'VALUE'
      and value_then.time_transform = 'N'
      and value_then.status_class = 'actual'
      and value_then.scope_basis = 'OWN'
    group by value_then.series_id, stated.break_period
  ) as first_value
),

numbered as (
  select
    {{ value_key('counted') }},
    counted.opens_vintage,
    counted.vintage,
    coalesce(revised.revision_reason, '_Z') as revision_reason,
    coalesce(revised.supersedes, '_Z') as supersedes,
    placed.series_id is not null as is_chosen
  from counted
  left join revised
    on {{ same_vintage_line('counted', 'revised') }} and counted.vintage = revised.vintage
  left join placed
    on {{ same_value('counted', 'placed') }} and placed.place = 1
)

select
  value_then.*,
  case when value_then.status_stated = 'A' and first_after_break.series_id is not null then 'B' else value_then.status_stated end
    as obs_status,
  numbered.opens_vintage,
  numbered.vintage,
  numbered.revision_reason,
  numbered.supersedes,
  numbered.is_chosen
from {{ ref('int_observation') }} as value_then
inner join numbered
  on {{ same_value('value_then', 'numbered') }}
left join first_after_break
  on value_then.series_id = first_after_break.series_id and value_then.time_period = first_after_break.time_period
