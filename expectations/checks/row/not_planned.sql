-- What says 计划, 预计 or 拟 in a row of a year that is not ahead is no actual.
select
  asks.rule,
  asks.position,
  {{ at_row('stated') }},
  stated.value_text as found,
  substr(asks.period, 1, 4) as expected
from {{ asks }} as asks
inner join row_cell as stated on asks.submission_id = stated.submission_id and asks.field = stated.field
inner join row_cell as year_of
  on stated.submission_id = year_of.submission_id and stated.row_no = year_of.row_no and asks.year = year_of.field
where
  substr(year_of.value_text, 1, 4) <= substr(asks.period, 1, 4)
  and regexp_matches(stated.value_text, '计划|预计|拟')
