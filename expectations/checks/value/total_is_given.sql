-- rule: TOTAL_MISSING
-- A total is not left blank where its rows add up to something.
select
  {{ at('stated') }},
  {{ shown('parts.total', 'stated') }} as expected
from figure as stated
inner join register_total as parts
  using (submission_id, indicator_id, breakdown, accumulation, time_period)
where
  stated.measure = 'VALUE' and stated.time_transform = 'N' and stated.scope_basis = 'OWN'
  and stated.obs_status = 'O' and parts.total <> 0
