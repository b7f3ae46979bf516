-- 增减额 is this year's figure less last year's, both of the same sheet.
select
  asks.rule,
  asks.position,
  {{ at('stated') }},
  stated.reported_value as found,
  {{ shown('now.obs_value - base.obs_value', 'stated') }} as expected,
  concat(now.sheet, '!', now.cell, '、', base.cell) as evidence
from {{ asks }} as asks
inner join figure as stated on asks.submission_id = stated.submission_id
inner join level as now
  on {{ beside('stated', 'now', ['time_transform', 'scope_basis', 'status_class']) }} and now.level_kind = 'OWN'
inner join level as base
  on {{ beside('stated', 'base', ['time_transform', 'time_period', 'status_class']) }}
  and base.level_kind = stated.scope_basis and base.time_period = stated.year_before
where
  stated.measure = 'VALUE' and stated.time_transform = 'D1Y'
  and abs(stated.obs_value - (now.obs_value - base.obs_value)) > stated.half + now.half + base.half
