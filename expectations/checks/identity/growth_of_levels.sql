-- rule: GROWTH_DISAGREES
-- 同比 is the growth of the level over the base that stand beside it, whatever scope the base is on, give or take what
-- the rounding of the three allows. The same size with the other sign is a sign of its own. Nobody is told the growth.
with growths as (
  select
    stated.*,
    if(stated.qualifier = 'eq', stated.obs_value - stated.half, stated.value_low) as low,
    if(stated.qualifier = 'eq', stated.obs_value + stated.half, stated.value_high) as high,
    now.obs_value - now.half as now_low, now.obs_value + now.half as now_high,
    base.obs_value - base.half as base_low, base.obs_value + base.half as base_high,
    concat(now.sheet, '!', now.cell, '、', base.cell) as evidence
  from figure as stated
  inner join level as now
    on {{ beside('stated', 'now', ['time_transform', 'unit_measure', 'scope_basis']) }} and now.level_kind = 'OWN'
  inner join level as base
    on {{ beside('now', 'base', ['scope_basis', 'time_period']) }}
    and base.scope_basis <> 'OWN' and stated.scope_basis in ('OWN', base.scope_basis)
    and base.time_period = stated.year_before
  where stated.measure = 'VALUE' and stated.time_transform = 'G1Y' and low is not null
)
select
  {{ growth_rule() }} as rule,
  {{ at('growths') }},
  if(growths.qualifier = 'eq', concat({{ plain('growths.reported_value') }}, '%'), growths.raw_text) as found,
  growths.obs_value * 100 as guess,
  growths.evidence
from growths
where not {{ growth_agrees_within('growths.low', 'growths.high', 'now_low', 'now_high', 'base_low', 'base_high') }}
