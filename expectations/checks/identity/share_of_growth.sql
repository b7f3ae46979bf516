-- 贡献率 is the part's change over the whole's; where the whole fell both are turned about.
with changes as (
  select
    stated.*,
    if(whole_now.obs_value < whole_base.obs_value, -1, 1) as turned,
    turned * (part_now.obs_value - part_base.obs_value) as part_change,
    part_now.half + part_base.half as part_half,
    turned * (whole_now.obs_value - whole_base.obs_value) as whole_change,
    whole_now.half + whole_base.half as whole_half,
    concat(stated.sheet, '!', part_now.cell, '、', part_base.cell, '、', whole_now.cell, '、', whole_base.cell) as evidence
  from {{ parts_and_whole() }}
  where stated.measure = 'SHARE' and stated.time_transform = 'GO1Y'
)
select
  asks.rule,
  asks.position,
  {{ at('changes') }},
  changes.reported_value as found,
  changes.evidence
from {{ asks }} as asks
inner join changes on asks.submission_id = changes.submission_id
where not {{ ratio_agrees(
  '(changes.obs_value - changes.half)', '(changes.obs_value + changes.half)',
  '(part_change - part_half)', '(part_change + part_half)',
  '(whole_change - whole_half)', '(whole_change + whole_half)'
) }}
