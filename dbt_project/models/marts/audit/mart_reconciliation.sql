-- grain: series × period × another say of it. What another form, the register or another level (claimed beside
-- recognised) says of a figure that the mart shows, and whether the two agree within their rounding.
-- Only what is said more than once can be told otherwise.
with said_again as (
  select series_key, month
  from {{ ref('int_value') }}
  where is_current
  group by series_key, month
  having count(*) > 1
),

said as (
  select
    vintage.*,
    {{ as_read('low_inclusive', value='vintage') }},
    {{ as_read('high_inclusive', value='vintage') }},
    {{ half_ulp('vintage.reported_unit_mult', 'vintage.reported_decimals') }} as half_ulp
  from {{ ref('int_vintage') }} as vintage
  inner join said_again
    on vintage.series_key = said_again.series_key and vintage.month = said_again.month
  inner join {{ ref('int_reading') }} as reading
    on vintage.read_id = reading.read_id
  where vintage.is_current
),

shown as (
  select * from said where is_chosen
),

paired as (
  select
    shown.series_id,
    shown.time_period,
    shown.indicator_id,
    shown.measure,
    shown.ref_area,
    shown.place_id,
    shown.breakdown,
    shown.freq,
    shown.accumulation,
    shown.time_transform,
    shown.status_class,
    shown.form_id,
    shown.value_origin,
    shown.reporting_level,
    shown.obs_value,
    shown.qualifier,
    shown.value_low,
    shown.low_inclusive,
    shown.value_high,
    shown.high_inclusive,
    shown.observation_id,
    shown.submission_id,
    other.form_id as other_form_id,
    other.value_origin as other_origin,
    other.reporting_level as other_level,
    other.obs_value as other_value,
    other.qualifier as other_qualifier,
    other.value_low as other_low,
    other.low_inclusive as other_low_inclusive,
    other.value_high as other_high,
    other.high_inclusive as other_high_inclusive,
    other.observation_id as other_id,
    other.submission_id as other_submission_id,
    -- A form may say a figure in many returns (the year's target every month): the last one counts.
    row_number() over (
      partition by shown.series_key, shown.month, other.form_id, other.vintage_origin, other.reporting_level
      order by other.received_at desc, other.sequence desc
    ) as from_last,
    {{ most_confidential(['shown.conf_status', 'other.conf_status']) }} as conf_status,
    shown.is_synthetic or other.is_synthetic as is_synthetic,
    case
      when shown.form_id <> other.form_id then 'form'
      -- What is claimed and what is recognised of it are two figures.
      when shown.reporting_level <> other.reporting_level then 'level'
      else 'register'
    end as kind,
    case
      when shown.value_origin = 'register' then {{ total_tolerance('shown.tolerance', 'shown.half_ulp', 'other.half_ulp') }}
      when other.value_origin = 'register' then {{ total_tolerance('other.tolerance', 'other.half_ulp', 'shown.half_ulp') }}
      else cast(shown.half_ulp + other.half_ulp as decimal(28, 6))
    end as tolerance
  from shown
  inner join said as other
    on shown.series_key = other.series_key and shown.month = other.month
  where shown.form_id <> other.form_id
    or shown.vintage_origin <> other.vintage_origin
    or shown.reporting_level <> other.reporting_level
)

select
  series_id,
  time_period,
  kind,
  form_id,
  value_origin,
  reporting_level,
  other_form_id,
  other_origin,
  other_level,
  indicator_id,
  measure,
  ref_area,
  place_id,
  breakdown,
  freq,
  accumulation,
  time_transform,
  status_class,
  obs_value,
  qualifier,
  other_value,
  other_qualifier,
  cast(obs_value - other_value as decimal(28, 6)) as difference_from_other,
  tolerance,
  case
    when obs_value is not null and other_value is not null
      then case when abs(obs_value - other_value) <= tolerance then 'agrees' else 'differs' end
    -- A point beside bounds: it agrees where it lies inside them.
    when obs_value is not null and (other_low is not null or other_high is not null)
      then case when {{ within('obs_value', 'other_low', 'other_low_inclusive', 'other_high', 'other_high_inclusive') }}
        then 'agrees' else 'differs' end
    when other_value is not null and (value_low is not null or value_high is not null)
      then case when {{ within('other_value', 'value_low', 'low_inclusive', 'value_high', 'high_inclusive') }}
        then 'agrees' else 'differs' end
    else 'not_comparable'
  end as reconciliation,
  conf_status,
  is_synthetic,
  observation_id,
  submission_id,
  other_id,
  other_submission_id
from paired
where from_last = 1
