-- 拉动 is the part's change over the whole's base, in percentage points.
select
  asks.rule,
  asks.position,
  {{ at('stated') }},
  stated.reported_value as found,
  concat(stated.sheet, '!', part_now.cell, '、', part_base.cell, '、', whole_base.cell) as evidence
from {{ asks }} as asks
inner join {{ parts_and_whole() }} on asks.submission_id = stated.submission_id
where
  stated.measure = 'VALUE' and stated.time_transform = 'GO1Y'
  and not {{ ratio_agrees(
    '(stated.obs_value - stated.half)', '(stated.obs_value + stated.half)',
    '(part_now.obs_value - part_base.obs_value - part_now.half - part_base.half)',
    '(part_now.obs_value - part_base.obs_value + part_now.half + part_base.half)',
    '(whole_base.obs_value - whole_base.half)', '(whole_base.obs_value + whole_base.half)'
  ) }}
