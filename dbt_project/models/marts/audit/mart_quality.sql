-- grain: series of an actual figure that a return owes month by month or quarter by quarter. How complete it is, how
-- timely, how often it was right the first time and how often revised since, and what its figures are worth as they are
-- flagged. By the periods whose day has passed, from the first one on that the series was said of: nobody owed it before.
-- The file's arrival is what is timely, not the night on which it was read; and no rate passes 100 %.
with series as (
  select *
  from {{ ref('int_series') }}
  where measure = 'VALUE' and status_class = 'actual' and freq in ('M', 'Q') and accumulation in ('YTD', 'PERIOD', 'POINT')
    and time_transform in ('N', 'G1Y') and scope_basis in ('OWN', 'COMPARABLE')
),

said as (
  select
    value_now.series_key,
    value_now.time_period,
    value_now.form_id,
    value_now.obs_status,
    value_now.n_vintages,
    value_now.is_synthetic,
    value_now.obs_value is not null or value_now.qualifier <> '_Z' as is_said
  from {{ ref('int_value') }} as value_now
  inner join series
    on value_now.series_key = series.series_key
  where value_now.is_chosen
),

begun as (
  select
    series_key,
    max(form_id) as form_id,
    min(case when is_said then time_period end) as first_period
  from said
  group by series_key
),

-- A return that was held or sent back was not right the first time, however it ended.
-- What was handed in after one was taken is a revision.
returned as (
  select
    submission.form_id,
    submission.period,
    max(case when submission.decision in ('hold', 'refuse', 'release') then 1 else 0 end) as was_stopped
  from {{ ref('stg_submission') }} as submission
  left join (
    select form_id, period, min(received_at) as taken_at
    from {{ ref('stg_submission') }}
    where decision in ('accept', 'release')
    group by form_id, period
  ) as taken
    on submission.form_id = taken.form_id and submission.period = taken.period
  where taken.taken_at is null or submission.received_at <= taken.taken_at
  group by submission.form_id, submission.period
),

owed as (
  select
    begun.series_key,
    begun.form_id,
    begun.first_period,
    asked.department_id,
    asked.time_period,
    asked.accepted > 0 and {{ business_day('asked.first_received_at') }} <= asked.due_on as came_in_time,
    coalesce(returned.was_stopped, 0) = 1 as was_stopped
  from begun
  inner join series
    on begun.series_key = series.series_key
  inner join {{ ref('int_return') }} as asked
    on begun.form_id = asked.form_id
    and series.freq = asked.freq
    and asked.time_period >= begun.first_period
    and (asked.is_due or asked.has_come)
    and not coalesce(asked.is_covered, false)
  left join returned
    on asked.form_id = returned.form_id and asked.time_period = returned.period
),

counted as (
  select
    owed.series_key,
    max(owed.form_id) as form_id,
    max(owed.department_id) as department_id,
    min(owed.first_period) as first_period,
    max(case when said.is_said then owed.time_period end) as last_period,
    count(*) as periods_due,
    {% for name, condition in {
      'periods_reported': 'said.is_said',
      'periods_in_time': 'said.is_said and owed.came_in_time',
      'periods_right_at_first': 'said.is_said and not owed.was_stopped and said.n_vintages <= 1',
      'periods_revised': 'said.is_said and said.n_vintages > 1',
      'periods_actual': "said.is_said and said.obs_status = 'A'",
      'periods_provisional': "said.is_said and said.obs_status = 'P'",
      'periods_estimated': "said.is_said and said.obs_status = 'E'",
      'periods_at_a_break': "said.is_said and said.obs_status = 'B'",
    }.items() -%}
    sum(case when {{ condition }} then 1 else 0 end) as {{ name }},
    {% endfor -%}
    max(case when said.is_synthetic then 1 else 0 end) = 1 as is_synthetic
  from owed
  left join said
    on owed.series_key = said.series_key and owed.time_period = said.time_period
  group by owed.series_key
),

grown as (
  select
    series_id,
    count(*) as growths,
    sum(case when comparability <> 'OWN' then 1 else 0 end) as growths_comparable
  from {{ ref('mart_growth_rate') }}
  where growth_reported is not null or growth_computed is not null
  group by series_id
)

select
  series.series_id,
  series.indicator_id,
  indicator.indicator_zh,
  series.method_id,
  series.ref_area,
  area.area_zh,
  series.place_id,
  series.breakdown,
  series.freq,
  series.accumulation,
  series.time_transform,
  counted.form_id,
  counted.department_id,
  counted.first_period,
  counted.last_period,
  {% for name in ['periods_due', 'periods_reported', 'periods_in_time', 'periods_right_at_first', 'periods_revised', 'periods_actual',
    'periods_provisional', 'periods_estimated', 'periods_at_a_break'] -%}
  cast(counted.{{ name }} as integer) as {{ name }},
  {% endfor -%}
  {{ rounded_ratio('cast(counted.periods_reported as decimal(28, 6))', 'cast(counted.periods_due as decimal(28, 6))', 100, 2) }} as completeness,
  {{ rounded_ratio('cast(counted.periods_in_time as decimal(28, 6))', 'cast(counted.periods_reported as decimal(28, 6))', 100, 2) }} as timeliness,
  {{ rounded_ratio('cast(counted.periods_right_at_first as decimal(28, 6))', 'cast(counted.periods_reported as decimal(28, 6))', 100, 2) }}
    as first_time_right,
  revised.relative_absolute_revision,
  case
    when revised.series_id is null then 'NOTHING_TO_COMPARE'
    else revised.relative_absolute_revision_reason
  end as relative_absolute_revision_reason,
  cast(coalesce(grown.growths, 0) as integer) as growths,
  cast(coalesce(grown.growths_comparable, 0) as integer) as growths_comparable,
  counted.is_synthetic
from counted
inner join series
  on counted.series_key = series.series_key
inner join {{ ref('stg_indicator') }} as indicator
  on series.indicator_id = indicator.indicator_id
inner join {{ ref('stg_area') }} as area
  on series.ref_area = area.ref_area
left join {{ ref('mart_revision_statistics') }} as revised
  on series.series_id = revised.series_id and revised.lag = 'LATEST'
left join grown
  on series.series_id = grown.series_id
where counted.periods_reported > 0
