-- A row once: no earlier one with its natural key, or with its name but for company suffixes and its amount
-- (示例A有限公司 and 示例A公司 are one enterprise).
with named as (
  select
    asks.rule, asks.position, asks.check_name, name.*,
    regexp_replace(name.label, '(股份有限公司|有限责任公司|有限公司|集团公司|集团|公司)', '', 'g') as bare,
    nullif(amount.value_number, 0) as amount,
    coalesce(code.cell, name.cell) as marked
  from {{ asks }} as asks
  inner join row_cell as name on asks.submission_id = name.submission_id and asks.name = name.field
  left join row_cell as amount
    on name.submission_id = amount.submission_id and name.row_no = amount.row_no and asks.amount = amount.field
  left join row_cell as code
    on name.submission_id = code.submission_id and name.row_no = code.row_no and code.field = 'project_code'
),
earlier as (
  select
    *,
    case when row_key <> '' then min(row_no) over (partition by submission_id, register, position, row_key) end as of_key,
    case when bare <> '' and amount is not null
      then min(row_no) over (partition by submission_id, register, position, bare, amount) end as of_name
  from named
)
select
  asks.rule,
  asks.position,
  asks.submission_id, asks.sheet, asks.marked as cell, concat(asks.row_key, '|', asks.check_name) as subject,
  asks.row_key as found,
  asks.row_no as row,
  least(of_key, of_name) as other_row
from earlier as asks
where least(of_key, of_name) < row_no
