-- Two rows that may be one thing under two names: the same amount, and names that say the same but for words of form
-- (项目, 工程, 公司, what stands in brackets). Names that differ in a number or a letter are of two things: 一期, 二期; A, B.
with named as (
  select
    asks.rule, asks.position, asks.check_name, name.*,
    regexp_replace(name.label,
      '\([^()]*\)|股份有限公司|有限责任公司|有限公司|集团公司|集团|公司|项目|工程|建设|示例|[A-Za-z0-9一二三四五六七八九十]', '', 'g') as bare,
    regexp_replace(regexp_replace(name.label, '\([^()]*\)', '', 'g'), '[^A-Za-z0-9一二三四五六七八九十]', '', 'g') as numbers,
    nullif(amount.value_number, 0) as amount
  from {{ asks }} as asks
  inner join row_cell as name on asks.submission_id = name.submission_id and asks.name = name.field
  inner join row_cell as amount
    on name.submission_id = amount.submission_id and name.row_no = amount.row_no and asks.amount = amount.field
)
select
  asks.rule,
  asks.position,
  {{ at_row('asks') }},
  asks.value_text as found,
  earlier.value_text as other,
  asks.row_no as row,
  earlier.row_no as other_row
from named as asks
inner join named as earlier
  on asks.submission_id = earlier.submission_id and asks.register = earlier.register and asks.position = earlier.position
  and asks.amount = earlier.amount and earlier.row_no < asks.row_no
where
  asks.row_key <> earlier.row_key
  and asks.numbers = earlier.numbers
  and length(asks.bare) >= 2 and length(earlier.bare) >= 2
  and (asks.bare = earlier.bare or contains(asks.bare, earlier.bare) or contains(earlier.bare, asks.bare)
    or jaro_winkler_similarity(asks.bare, earlier.bare) >= 0.88)
qualify row_number() over (partition by asks.submission_id, asks.position, asks.row_no order by earlier.row_no) = 1
