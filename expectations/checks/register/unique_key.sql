-- A natural key once, or the value of a field; what stands for nothing (无, —, /) is none.
with keyed as (
  select
    asks.rule, asks.position, asks.check_name, marked.*,
    coalesce(valued.value_text, marked.row_key) as key,
    coalesce(valued.label, marked.row_label) as key_label
  from {{ asks }} as asks
  inner join row_cell as marked on asks.submission_id = marked.submission_id and asks.at = marked.field
  left join row_cell as valued
    on marked.submission_id = valued.submission_id and marked.row_no = valued.row_no and asks.field = valued.field
  where key_label not in ('', '无', '暂无', '-', '--', '/', '空')
)
select
  asks.rule,
  asks.position,
  {{ at_row('asks') }},
  asks.key as found,
  asks.row_no as row,
  min(asks.row_no) over (partition by asks.submission_id, asks.register, asks.position, key_label) as other_row
from keyed as asks
qualify other_row < row
