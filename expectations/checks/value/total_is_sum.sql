-- rule: TOTAL_DIFFERS
-- A total is what the register's rows add up to, give or take what their rounding allows, and its own where it is coarser.
select
  {{ at('stated') }},
  {{ shown('stated.obs_value', 'stated') }} as found,
  {{ shown('parts.total', 'stated') }} as expected,
  {{ shown('stated.obs_value - parts.total', 'stated') }} as difference
from figure as stated
inner join register_total as parts
  using (submission_id, indicator_id, breakdown, accumulation, time_period)
where
  stated.measure = 'VALUE' and stated.time_transform = 'N' and stated.scope_basis = 'OWN'
  and parts.kind = 'sum'
  and abs(stated.obs_value - parts.total) > {{ total_tolerance('parts.tolerance', 'parts.half_ulp', 'stated.half') }}
