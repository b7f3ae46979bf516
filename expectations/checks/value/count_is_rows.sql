-- rule: COUNT_DIFFERS
-- A count is the number of the register's rows: rows and not codes, a code twice is a finding of its own.
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
  and parts.kind = 'count' and stated.obs_value <> parts.total
