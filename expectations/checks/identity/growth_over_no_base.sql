-- rule: GROWTH_ON_ZERO_BASE
-- There is no growth over a base that is zero or negative, whoever states the base and on whatever scope.
select
  {{ at('stated') }},
  concat({{ plain('stated.reported_value') }}, stated.reported_unit) as found,
  {{ shown('base.obs_value', 'base') }} as base,
  base.cell as other,
  concat(base.sheet, '!', base.cell) as evidence
from figure as stated
inner join level as base
  on {{ beside('stated', 'base', ['time_transform', 'unit_measure', 'scope_basis', 'time_period']) }}
  and base.scope_basis <> 'OWN' and stated.scope_basis in ('OWN', base.scope_basis)
  and base.time_period = stated.year_before
where stated.measure = 'VALUE' and stated.time_transform = 'G1Y' and stated.obs_value is not null and base.obs_value <= 0
