-- 完成率 is what was done over the target of its own kind, give or take what the rounding of the three allows.
-- Nobody is told a completion that is wanted.
select
  asks.rule,
  asks.position,
  {{ at('stated') }},
  stated.reported_value as found,
  concat(stated.sheet, '!', done.cell, '、', target.cell) as evidence
from {{ asks }} as asks
inner join {{ completions() }} on asks.submission_id = stated.submission_id
where stated.measure = 'COMPLETION' and not {{ completion_agrees(1) }}
