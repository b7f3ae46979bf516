-- Two published files, `before` and `after`: every figure that one of them has and the other has not, or has otherwise.
-- A figure is a value of mart_indicator, or the growth that mart_growth_rate computes of one.
with value_before as (
  select
    mart.*,
    submission.received_at as handed_in_at
  from before.mart_indicator as mart
  left join before.submission as submission
    on mart.submission_id = submission.submission_id
),

value_after as (
  select
    mart.*,
    submission.received_at as handed_in_at,
    said.revision_reason,
    said.correction_id,
    correction.correction_reason_zh,
    correction.correction_reason_en
  from after.mart_indicator as mart
  left join after.submission as submission
    on mart.submission_id = submission.submission_id
  left join after.fct_observation as said
    on mart.observation_id = said.observation_id
  left join after.mart_correction as correction
    on said.correction_id = correction.correction_id
),

value_both as (
  select
    'value' as figure,
    case when o.series_id is null then 'added' when n.series_id is null then 'removed' else 'changed' end as change,
    o as told_before,
    n as told_after,
    case
      when n.series_id is null then case
        when gone.submission_id is null then 'submission_gone'
        when gone.decision = 'refuse' then 'submission_refused'
        when not gone.is_current then 'left_out'
        else 'read_again'
      end
      when n.obs_reason = 'WITHDRAWN' then 'left_out'
      when row(o.obs_value, o.qualifier, o.value_low, o.value_high, o.obs_status, o.obs_reason)
        is not distinct from row(n.obs_value, n.qualifier, n.value_low, n.value_high, n.obs_status, n.obs_reason) then 'mark'
      when n.value_origin = 'corrected' and o.value_origin is distinct from 'corrected' then 'corrected'
      when o.series_id is null then case when known.submission_id is null then 'new_submission' else 'read_again' end
      when n.submission_id <> o.submission_id and n.handed_in_at < o.handed_in_at then 'earlier_stands'
      when n.submission_id <> o.submission_id and o.obs_value is null and o.qualifier = '_Z' and o.obs_reason <> 'HELD'
        and (n.obs_value is not null or n.qualifier <> '_Z') then 'filled_in'
      when n.submission_id <> o.submission_id then 'revised'
      when o.obs_reason = 'HELD' then 'released'
      when n.obs_reason = 'HELD' then 'held'
      else 'read_again'
    end as why
  from value_before as o
  full join value_after as n
    on o.series_id = n.series_id and o.time_period = n.time_period
  left join after.submission as gone
    on o.submission_id = gone.submission_id
  left join before.submission as known
    on n.submission_id = known.submission_id and known.accepted_at is not null
  where
    row(o.obs_value, o.qualifier, o.value_low, o.value_high, o.obs_status, o.obs_reason, o.is_synthetic)
    is distinct from row(n.obs_value, n.qualifier, n.value_low, n.value_high, n.obs_status, n.obs_reason, n.is_synthetic)
),

growth_both as (
  select
    case when o.series_id is null then 'added' when n.series_id is null then 'removed' else 'changed' end as change,
    coalesce(n.series_id, o.series_id) as series_id,
    coalesce(n.time_period, o.time_period) as time_period,
    o.growth_computed_rounded as before_value,
    n.growth_computed_rounded as after_value,
    list_contains(string_split(o.invented_figures, ','), 'growth_computed') as is_invented_before,
    list_contains(string_split(n.invented_figures, ','), 'growth_computed') as is_invented_after,
    o.reason as reason_before,
    n.reason as reason_after,
    coalesce(n.is_synthetic, o.is_synthetic) as is_synthetic,
    case
      when o.series_id is null or n.series_id is null then 'level'
      when o.level_value is distinct from n.level_value and o.base_value is distinct from n.base_value then 'level_and_base'
      when o.level_value is distinct from n.level_value then 'level'
      when o.base_value is distinct from n.base_value or o.base_source is distinct from n.base_source then 'base'
      else 'rule'
    end as why
  from before.mart_growth_rate as o
  full join after.mart_growth_rate as n
    on o.series_id = n.series_id and o.time_period = n.time_period
  where row(o.growth_computed_rounded, o.reason) is distinct from row(n.growth_computed_rounded, n.reason)
),

-- What a computed growth is a growth of has the dimensions of its level.
every as (
  select
    figure,
    change,
    why,
    coalesce(told_after.series_id, told_before.series_id) as series_id,
    coalesce(told_after.time_period, told_before.time_period) as time_period,
    told_before.obs_value as before_value,
    told_after.obs_value as after_value,
    told_before.display_value as before_display,
    told_after.display_value as after_display,
    coalesce(told_after.display_unit_zh, told_before.display_unit_zh) as display_unit_zh,
    coalesce(told_after.is_synthetic, told_before.is_synthetic) as is_synthetic,
    told_after.revision_reason as revision_reason,
    told_after.correction_id as correction_id,
    told_after.correction_reason_zh as correction_reason_zh,
    told_after.correction_reason_en as correction_reason_en
  from value_both

  union all by name

  select
    'growth_computed' as figure,
    change,
    why,
    series_id,
    time_period,
    before_value,
    after_value,
    cast(before_value as varchar) || case when is_invented_before then '(示例)' else '' end as before_display,
    cast(after_value as varchar) || case when is_invented_after then '(示例)' else '' end as after_display,
    '%' as display_unit_zh,
    is_synthetic,
    reason_before,
    reason_after
  from growth_both
  where before_value is not null or after_value is not null
),

about as (
  select * from after.mart_indicator
  union all by name
  select * from before.mart_indicator as o
  where not exists (
    select 1 from after.mart_indicator as n where n.series_id = o.series_id and n.time_period = o.time_period
  )
)

select
  every.*,
  about.* exclude (series_id, time_period, display_unit_zh, is_synthetic),
  coalesce(breakdown.breakdown_zh, about.breakdown) as breakdown_zh,
  department.department_zh,
  coalesce(indicator.scale = 'ordinal' and about.measure = 'VALUE', false) as is_grade,
  case when every.figure = 'value' then coalesce(unit.unit_mult, 0) else 0 end as unit_mult
from every
inner join about
  on every.series_id = about.series_id and every.time_period = about.time_period
left join after.dim_breakdown as breakdown
  on about.breakdown = breakdown.breakdown
left join after.dim_department as department
  on about.department_id = department.department_id
left join after.dim_indicator as indicator
  on about.indicator_id = indicator.indicator_id
left join after.dim_unit as unit
  on about.display_unit_zh = unit.unit_zh and about.unit_measure = unit.unit_measure
-- What is another figure first: a mark alone changes nothing that is read out.
order by
  every.figure desc, every.why = 'mark', about.received_at, about.source_file, about.time_period, about.indicator_id, every.series_id
