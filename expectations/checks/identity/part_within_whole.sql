-- rule: PART_EXCEEDS_WHOLE
-- A group that the catalogue calls part of the total (breakdown.csv), and an indicator that it calls part of another one
-- (of_which.csv), is at most its whole.
select
  {{ at('part') }},
  {{ shown('part.obs_value', 'part') }} as found,
  {{ shown('whole.obs_value', 'part') }} as expected,
  concat(whole.sheet, '!', whole.cell) as evidence
from level as part
inner join breakdown_part using (breakdown)
inner join level as whole on {{ beside('part', 'whole', ['breakdown']) }} and whole.breakdown = '_T'
where part.obs_value > whole.obs_value + part.half + whole.half and whole.obs_value >= 0
union all
select
  {{ at('part') }},
  {{ shown('part.obs_value', 'part') }} as found,
  {{ shown('whole.obs_value', 'part') }} as expected,
  concat(whole.sheet, '!', whole.cell) as evidence
from level as part
inner join of_which on part.indicator_id = of_which.part and of_which.kind = 'indicator'
inner join level as whole
  on {{ beside('part', 'whole', ['indicator_id']) }} and whole.indicator_id = of_which.whole
where
  part.obs_value > whole.obs_value + part.half + whole.half and whole.obs_value >= 0
  and {{ in_force('of_which', 'part.period') }}
