-- rule: PART_EXCEEDS_WHOLE
-- A group that the catalogue calls part of the total (breakdown.csv: of_which, partition) is at most the total.
select
  {{ at('part') }},
  {{ shown('part.obs_value', 'part') }} as found,
  {{ shown('whole.obs_value', 'part') }} as expected,
  concat(whole.sheet, '!', whole.cell) as evidence
from level as part
inner join breakdown_part using (breakdown)
inner join level as whole on {{ beside('part', 'whole', ['breakdown']) }} and whole.breakdown = '_T'
where part.obs_value > whole.obs_value + part.half + whole.half and whole.obs_value >= 0
