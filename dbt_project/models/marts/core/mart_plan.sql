-- grain: series × period. The lines of the annual plan as its return says them, each with its sentence: what is
-- promised (target), what is said to be done (actual) and what does not say which (unresolved).
select
  line.series_id,
  line.time_period,
  substr(submission.period, 1, 4) as plan_year,
  indicator.family,
  line.indicator_id,
  line.indicator_zh,
  line.ref_area,
  line.area_zh,
  line.place_id,
  line.place_zh,
  line.breakdown,
  breakdown.breakdown_zh,
  line.freq,
  line.accumulation,
  line.status_class,
  line.target_kind,
  line.unit_measure,
  line.obs_value,
  case when line.obs_value is null then coalesce(nullif(line.obs_reason, ''), 'NOT_STATED') end as value_reason,
  line.qualifier,
  line.value_low,
  line.low_inclusive,
  line.value_high,
  line.high_inclusive,
  line.display_value,
  line.display_unit_zh,
  line.comment_obs,
  indicator.owner_department_id,
  line.department_id,
  line.conf_status,
  line.is_synthetic,
  line.submission_id,
  line.source_file,
  line.source_sheet,
  line.source_cell
from {{ ref('mart_indicator') }} as line
inner join {{ ref('int_submission_current') }} as submission
  on line.submission_id = submission.submission_id
inner join {{ ref('stg_indicator') }} as indicator
  on line.indicator_id = indicator.indicator_id
left join {{ ref('stg_breakdown') }} as breakdown
  on line.breakdown = breakdown.breakdown
where line.form_id in ('{{ var('plan_forms') | join("', '") }}')
