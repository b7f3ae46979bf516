-- A completion that is a hundredth of what was done over its target was typed as a fraction: 1.032 for 103.2 %.
select
  asks.rule,
  asks.position,
  {{ at('stated') }},
  stated.reported_value as found,
  2 as decimals,
  stated.reported_value * 100 as guess
from {{ asks }} as asks
inner join {{ completions() }} on asks.submission_id = stated.submission_id
where
  stated.measure = 'COMPLETION' and stated.unit_measure = 'PERCENT'
  and not {{ completion_agrees(1) }} and {{ completion_agrees(100) }}
