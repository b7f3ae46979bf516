-- 超欠进度 is completion less the part of the year that has passed; of a whole year, less 100.
select
  asks.rule,
  asks.position,
  {{ at('stated') }},
  stated.reported_value as found,
  concat(stated.sheet, '!', completion.cell) as evidence
from {{ asks }} as asks
inner join figure as stated on asks.submission_id = stated.submission_id
inner join figure as completion
  on {{ beside('stated', 'completion', ['measure', 'unit_measure']) }} and completion.measure = 'COMPLETION'
where
  stated.measure = 'PROGRESS_GAP'
  -- 100 · m ÷ 12 has no last place: a millionth of a point is no disagreement.
  and abs(
    stated.obs_value - completion.obs_value
    + cast(100 * coalesce(try_cast(substr(stated.time_period, 6, 2) as integer), 12) / 12 as decimal(28, 6))
  ) > stated.half + completion.half + 0.000001
