-- A growth of zero beside which no rank stands: a real zero, or no such project?
select
  asks.rule,
  asks.position,
  {{ at('stated') }},
  stated.reported_value as found
from {{ asks }} as asks
inner join figure as stated on asks.submission_id = stated.submission_id
left join figure as rank
  on {{ beside('stated', 'rank', ['measure', 'unit_measure', 'currency', 'target_kind']) }} and rank.measure = 'RANK'
where stated.measure = 'VALUE' and stated.time_transform = 'G1Y' and stated.obs_value = 0 and rank.obs_value is null
