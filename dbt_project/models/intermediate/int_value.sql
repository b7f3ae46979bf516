-- grain: one value as in int_observation, with its number among the vintages of its series and period, and whether
-- it is the current one, which speaks for them. Numbers and keys alone; int_vintage puts series and submission beside.
-- Vintages run inside one form and one origin; a value handed in again unchanged is no new vintage. Of what is
-- known only by its bounds, the bounds are the value. A vintage that was counted once keeps its number: what
-- never spoke for its period, accepted after something received later or corrected as it came in, is number 0.
--
-- Of twenty values nineteen are the only one of their series and period: they are the first vintage, and windows run
-- over the others alone.
{{ config(words=true) }}
with valued as (
  select
    observation.*,
    series.indicator_id,
    observation.was_current
      and (observation.value_origin <> 'reported' or coalesce(observation.corrected_at > observation.accepted_at, true)) as has_spoken,
    -- A correction is known from its approval on, whenever the workbook was handed in.
    case observation.value_origin when 'corrected' then observation.corrected_at else observation.received_at end as known_from
  from {{ ref('int_observation') }} as observation
  inner join {{ ref('int_series') }} as series
    on observation.series_key = series.series_key
),

several as (
  select series_key, month
  from valued
  group by series_key, month
  having count(*) > 1
),

compared as (
  select
    valued.*,
    submission.sequence,
    concat_ws(
      '|',
      coalesce(cast(valued.obs_value as {{ dbt.type_string() }}), ''),
      valued.status_stated,
      valued.qualifier,
      coalesce(cast(valued.value_low as {{ dbt.type_string() }}), ''),
      coalesce(cast(valued.value_high as {{ dbt.type_string() }}), '')
    ) as value_now
  from valued
  inner join several
    on valued.series_key = several.series_key and valued.month = several.month
  inner join {{ ref('int_submission_current') }} as submission
    on valued.submission_id = submission.submission_id
),

opened as (
  select
    compared.*,
    has_spoken and coalesce(value_now <> lag(value_now) over (
      partition by {{ vintage_line() }}, has_spoken
      order by {{ vintage_order() }}
    ), true) as opens_vintage
  from compared
),

counted as (
  select
    opened.*,
    cast(
      case
        when has_spoken then sum(cast(opens_vintage as integer)) over (
          partition by {{ vintage_line() }}, has_spoken
          order by {{ vintage_order() }}
          rows between unbounded preceding and current row
        )
        else 0
      end as integer
    ) as vintage
  from opened
),

-- What opened a vintage after the first, and what it took the place of.
revised as (
  select
    {% for name in vintage_line_names() -%}
    opening.{{ name }},
    {% endfor -%}
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
    form.series_key,
    coalesce(
      max(case when form.form_id = indicator.primary_form and not form.all_withdrawn then form.form_id end),
      min(case when not form.all_withdrawn then form.form_id end),
      max(case when form.form_id = indicator.primary_form then form.form_id end),
      min(form.form_id)
    ) as form_id
  from (
    select
      series_key,
      form_id,
      max(indicator_id) as indicator_id,
      min(case when value_origin = 'withdrawn' then 1 else 0 end) = 1 as all_withdrawn
    from valued
    where is_current
    group by series_key, form_id
  ) as form
  inner join {{ ref('stg_indicator') }} as indicator
    on form.indicator_id = indicator.indicator_id
  group by form.series_key
),

-- At the highest reporting level that exists, as reported where it is, else as the register adds up, and as
-- corrected where a correction stands. What is withdrawn is shown where nothing else is said.
placed as (
  select
    counted.observation_id,
    row_number() over (
      partition by counted.series_key, counted.month
      order by
        case counted.value_origin when 'withdrawn' then 2 else 1 end,
        {{ level_rank() }},
        {{ origin_rank() }},
        counted.received_at desc, counted.sequence desc
    ) as place
  from counted
  inner join speaking
    on counted.series_key = speaking.series_key and counted.form_id = speaking.form_id
  where counted.is_current
),

numbered as (
  select
    counted.observation_id,
    counted.opens_vintage,
    counted.vintage,
    max(counted.vintage) over (partition by {{ vintage_line('counted') }}) as n_vintages,
    -- A value handed in again unchanged speaks for the vintage that it repeats.
    max(cast(counted.is_current as integer)) over (partition by {{ vintage_line('counted') }}, counted.vintage) = 1 as speaks_now,
    min(counted.known_from) over (partition by {{ vintage_line('counted') }}, counted.vintage) as begun_at,
    coalesce(revised.revision_reason, '_Z') as revision_reason,
    coalesce(revised.supersedes, '_Z') as supersedes,
    coalesce(placed.place = 1, false) as is_chosen
  from counted
  left join revised
    on {{ same_vintage_line('counted', 'revised') }} and counted.vintage = revised.vintage
  left join placed
    on counted.observation_id = placed.observation_id
),

-- A break is marked where the series goes on: on its first value at the break or after it.
first_after_break as (
  select distinct
    series_key,
    month
  from (
    select
      value_then.series_key,
      stated.break_period,
      min(value_then.month) as month
    from valued as value_then
    inner join {{ ref('int_series') }} as series
      on value_then.series_key = series.series_key
    inner join {{ ref('stg_break') }} as stated
      on {{ breaks_series('stated', 'series') }}
    where value_then.month >= {{ month_count('stated.break_period') }}
      and value_then.obs_value is not null
      and series.measure = 'VALUE'
      and series.time_transform = 'N'
      and series.status_class = 'actual'
      and series.scope_basis = 'OWN'
    group by value_then.series_key, stated.break_period
  ) as first_value
)

select
  valued.observation_id,
  valued.read_id,
  valued.series_key,
  valued.month,
  valued.time_period,
  valued.form_id,
  valued.submission_id,
  valued.reporting_level,
  valued.value_origin,
  valued.vintage_origin,
  valued.obs_value,
  case when valued.status_stated = 'A' and first_after_break.series_key is not null then 'B' else valued.status_stated end
    as obs_status,
  valued.obs_reason,
  -- The one place where a figure gets its status: the most confidential of what is known of it.
  {{ most_confidential([status_without_embargo('valued.conf_status', 'embargo_ended'), 'restricted.conf_status']) }} as conf_status,
  valued.is_synthetic,
  valued.qualifier,
  valued.value_low,
  valued.value_high,
  valued.reported_unit_mult,
  valued.reported_decimals,
  valued.tolerance,
  valued.accepted_at,
  valued.corrected_at,
  valued.correction_id,
  valued.known_from,
  coalesce(numbered.begun_at, valued.known_from) as begun_at,
  valued.was_current,
  valued.is_current,
  valued.stands_in_slot,
  coalesce(numbered.speaks_now, valued.is_current) as speaks_now,
  coalesce(numbered.opens_vintage, valued.has_spoken) as opens_vintage,
  coalesce(numbered.vintage, cast(valued.has_spoken as integer)) as vintage,
  coalesce(numbered.n_vintages, cast(valued.has_spoken as integer)) as n_vintages,
  coalesce(numbered.revision_reason, '_Z') as revision_reason,
  coalesce(numbered.supersedes, '_Z') as supersedes,
  coalesce(numbered.is_chosen, valued.is_current and valued.form_id = speaking.form_id, false) as is_chosen
from valued
left join numbered
  on valued.observation_id = numbered.observation_id
left join speaking
  on valued.series_key = speaking.series_key
left join {{ ref('int_embargo_ended') }} as embargo_ended
  on valued.indicator_id = embargo_ended.indicator_id and valued.month = embargo_ended.month
left join {{ ref('int_confidentiality') }} as restricted
  on valued.series_key = restricted.series_key and valued.month = restricted.month
left join first_after_break
  on valued.series_key = first_after_break.series_key and valued.month = first_after_break.month
