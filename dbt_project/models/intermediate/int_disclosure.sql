-- grain: series × period × what is said of it: the figure itself, or the single month between two cumulative ones. How many
-- units have a part in it, the shares of the two largest, and what follows of it. A figure that several returns have
-- said is as confidential as the most confidential of them.
{% set measure = ['submission_id', 'indicator_id', 'breakdown', 'freq', 'accumulation', 'status_class', 'target_kind', 'year'] %}
with cumulative as (
  select
    unit.*,
    submission.period
  from {{ ref('int_disclosure_unit') }} as unit
  inner join {{ ref('int_submission_current') }} as submission
    on unit.submission_id = submission.submission_id
  -- What is said of a whole life or of a moment grows from month to month by what came in, as a sum since January does.
  where submission.is_current and unit.freq = 'M' and unit.accumulation <> 'PERIOD'
),

-- The return of the month before, of the same year: also where it has no row at all, its registers are read.
returned as (
  select
    this_return.submission_id,
    this_return.form_id,
    this_return.period,
    before.submission_id as before_id
  from {{ ref('int_submission_current') }} as this_return
  left join {{ ref('int_submission_current') }} as before
    on this_return.department_id = before.department_id
    and this_return.form_id = before.form_id
    and this_return.part = before.part
    and before.is_current
    and before.period = {{ period_before('this_return.period', 1) }}
    and substr(before.period, 1, 4) = substr(this_return.period, 1, 4)
  where this_return.is_current and (before.submission_id is not null or substr(this_return.period, 6, 2) = '01')
),

-- What each unit had more than a month before, or no longer has.
moved as (
  select
    {{ measure | join(',\n    ') }},
    unit,
    sum(amount) as amount
  from (
    select
      {% for name in measure -%}
      cumulative.{{ name }},
      {% endfor -%}
      cumulative.unit,
      cumulative.amount
    from cumulative
    inner join returned
      on cumulative.submission_id = returned.submission_id
    union all
    select
      {% for name in measure -%}
      {{ 'returned' if name == 'submission_id' else 'cumulative' }}.{{ name }},
      {% endfor -%}
      cumulative.unit,
      -cumulative.amount as amount
    from cumulative
    inner join returned
      on cumulative.submission_id = returned.before_id
  ) as both_months
  group by {{ measure | join(', ') }}, unit
),

every_part as (
  select {{ measure | join(', ') }}, 'figure' as disclosed, unit, abs(amount) as amount
  from {{ ref('int_disclosure_unit') }}
  where amount <> 0
  union all
  select {{ measure | join(', ') }}, 'month' as disclosed, unit, abs(amount) as amount
  from moved
  where amount <> 0
),

placed as (
  select
    every_part.*,
    row_number() over (partition by {{ measure | join(', ') }}, disclosed order by amount desc, unit) as place
  from every_part
),

counted as (
  select
    {{ measure | join(',\n    ') }},
    disclosed,
    cast(count(*) as integer) as units_counted,
    sum(amount) as total,
    max(case when place = 1 then amount end) as first_amount,
    max(case when place = 2 then amount end) as second_amount
  from placed
  group by {{ measure | join(', ') }}, disclosed
),

judged as (
  select
    counted.*,
    {{ disclosure_status('units_counted', 'total', 'first_amount', 'second_amount') }} as conf_status
  from counted
),

added_up as (
  select distinct
    observation.series_id,
    observation.time_period,
    observation.submission_id,
    observation.indicator_id,
    observation.breakdown,
    observation.ref_area,
    observation.freq,
    observation.accumulation
  from {{ ref('int_register_observation') }} as observation
)

select
  added_up.series_id,
  added_up.time_period,
  judged.disclosed,
  added_up.indicator_id,
  added_up.ref_area,
  added_up.breakdown,
  added_up.freq,
  added_up.accumulation,
  {{ most_confidential_of('judged.conf_status') }} as conf_status,
  min(judged.units_counted) as units_counted,
  max({{ share_percent('judged.first_amount', 'judged.total') }}) as largest_share,
  max({{ share_percent('judged.second_amount', 'judged.total') }}) as second_share
from judged
inner join {{ ref('int_submission_current') }} as submission
  on judged.submission_id = submission.submission_id
inner join added_up
  on judged.submission_id = added_up.submission_id
  and judged.indicator_id = added_up.indicator_id
  and judged.breakdown = added_up.breakdown
  and judged.freq = added_up.freq
  and judged.accumulation = added_up.accumulation
  and (judged.freq <> 'A' or added_up.time_period = coalesce(nullif(judged.year, ''), substr(submission.period, 1, 4)))
group by
  added_up.series_id, added_up.time_period, judged.disclosed, added_up.indicator_id, added_up.ref_area, added_up.breakdown,
  added_up.freq, added_up.accumulation
