-- grain: series × period. The lines of the annual plan as the plan's own return says them, each with its sentence:
-- what is promised (target), what is said to be done (actual) and what does not say which (unresolved). A line
-- says its value even where another form keeps the indicator itself.
with line as (
  select
    vintage.*,
    submission.period as plan_period
  from {{ ref('int_vintage') }} as vintage
  inner join {{ ref('int_submission_current') }} as submission
    on vintage.submission_id = submission.submission_id
  where vintage.is_current and vintage.form_id = 'PLAN' and vintage.value_origin = 'reported'
    and vintage.measure = 'VALUE'
),

latest as (
  select *
  from (
    select
      line.*,
      row_number() over (partition by series_id, time_period order by received_at desc, sequence desc) as place
    from line
  ) as placed
  where place = 1
),

described as (
  select
    latest.*,
    indicator.indicator_zh,
    indicator.family,
    indicator.owner_department_id,
    indicator.display_unit_mult,
    indicator.display_decimals,
    indicator.display_unit_zh,
    area.area_zh,
    place.place_zh,
    breakdown.breakdown_zh
  from latest
  inner join {{ ref('stg_indicator') }} as indicator
    on latest.indicator_id = indicator.indicator_id
  inner join {{ ref('stg_area') }} as area
    on latest.ref_area = area.ref_area
  inner join {{ ref('stg_place') }} as place
    on latest.place_id = place.place_id
  left join {{ ref('stg_breakdown') }} as breakdown
    on latest.breakdown = breakdown.breakdown
)

select
  series_id,
  time_period,
  substr(plan_period, 1, 4) as plan_year,
  family,
  indicator_id,
  indicator_zh,
  ref_area,
  area_zh,
  place_id,
  place_zh,
  breakdown,
  breakdown_zh,
  freq,
  accumulation,
  status_class,
  target_kind,
  unit_measure,
  obs_value,
  case when obs_value is null then coalesce(nullif(obs_reason, ''), 'NOT_STATED') end as value_reason,
  qualifier,
  value_low,
  low_inclusive,
  value_high,
  high_inclusive,
  {{ displayed_level() }} as display_value,
  display_unit_zh,
  comment_obs,
  owner_department_id,
  department_id,
  conf_status,
  is_synthetic,
  submission_id,
  source_file,
  sheet as source_sheet,
  cell as source_cell
from described
