-- A value above its whole that a power of ten brings within it: 6200 beside a planned total of 0.85 in a column of 亿元
-- was typed in 万元.
select
  asks.rule,
  asks.position,
  {{ at_row('stated') }},
  {{ shown('stated.value_number', 'stated') }} as found,
  {{ shown('cast(stated.value_number * fraction as decimal(28, 6))', 'stated') }} as expected,
  fraction as factor
from {{ asks }} as asks
inner join row_cell as stated on asks.submission_id = stated.submission_id and asks.field = stated.field
inner join row_cell as other
  on stated.submission_id = other.submission_id and stated.row_no = other.row_no and asks.other = other.field
cross join (values (10000, 0.0001), (100000000, 0.00000001)) as scale (factor, fraction)
where
  other.value_number > 0 and stated.value_number > other.value_number
  and stated.value_number <= other.value_number * scale.factor
qualify row_number() over (partition by stated.submission_id, asks.position, stated.row_no order by scale.factor) = 1
