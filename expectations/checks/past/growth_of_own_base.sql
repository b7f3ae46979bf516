-- rule: GROWTH_DISAGREES
-- 同比 where the sheet states no base is the growth over last year's own figure, as it was known when the return came.
with growths as (
  select
    stated.*,
    if(stated.qualifier = 'eq', stated.obs_value - stated.half, stated.value_low) as low,
    if(stated.qualifier = 'eq', stated.obs_value + stated.half, stated.value_high) as high,
    now.obs_value - now.half as now_low, now.obs_value + now.half as now_high,
    own.obs_value as base,
    own.reported_unit_mult as base_mult,
    concat(own.before_file, ' ', own.sheet, '!', own.cell) as base_at,
    own.obs_value - own.half as base_low, own.obs_value + own.half as base_high,
    concat(now.sheet, '!', now.cell, '、', own.before_file, ' ', own.sheet, '!', own.cell) as evidence
  from figure as stated
  inner join level as now
    on {{ beside('stated', 'now', ['time_transform', 'unit_measure', 'scope_basis']) }} and now.level_kind = 'OWN'
  inner join own
    on now.submission_id = own.submission_id and now.series_id = own.series_id and own.time_period = stated.year_before
  anti join level as quoted
    on {{ beside('now', 'quoted', ['scope_basis', 'time_period']) }}
    and quoted.scope_basis <> 'OWN' and quoted.time_period = stated.year_before
  where stated.measure = 'VALUE' and stated.time_transform = 'G1Y' and stated.scope_basis = 'OWN' and low is not null
)
select
  if(base <= 0, 'GROWTH_ON_ZERO_BASE', {{ growth_rule() }}) as rule,
  {{ at('growths') }},
  if(growths.qualifier = 'eq', concat({{ plain('growths.reported_value') }}, '%'), growths.raw_text) as found,
  growths.obs_value * 100 as guess,
  {'amount': growths.base, 'mult': growths.base_mult} as base,
  growths.base_at as other,
  growths.evidence
from growths
where
  base <= 0
  or not {{ growth_agrees_within('growths.low', 'growths.high', 'now_low', 'now_high', 'base_low', 'base_high') }}
