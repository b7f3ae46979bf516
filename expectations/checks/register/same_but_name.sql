-- Two rows that are the same in everything but their name: a project's investor, origin, month and amounts; a visit's day
-- and host. What stands for nothing is left out, and a row without any of the fields is like no other.
with described as (
  select
    asks.rule, asks.position, asks.check_name, name.*,
    (
      select string_agg(concat(field.field, '=', coalesce(field.label, ''), coalesce(cast(field.value_number as varchar), '')), '|'
        order by field.field)
      from row_cell as field
      where
        field.submission_id = name.submission_id and field.row_no = name.row_no and list_contains(asks.fields, field.field)
        and (coalesce(field.label, '') not in ('', '无', '-', '/') or field.value_number <> 0)
    ) as described_by,
    (
      select count(*) from row_cell as field
      where
        field.submission_id = name.submission_id and field.row_no = name.row_no and list_contains(asks.fields, field.field)
        and (coalesce(field.label, '') not in ('', '无', '-', '/') or field.value_number <> 0)
    ) as filled,
    length(asks.fields) as wanted
  from {{ asks }} as asks
  inner join row_cell as name on asks.submission_id = name.submission_id and asks.name = name.field
)
select
  asks.rule,
  asks.position,
  {{ at_row('asks') }},
  asks.value_text as found,
  earlier.value_text as other,
  asks.row_no as row,
  earlier.row_no as other_row
from described as asks
inner join described as earlier
  on asks.submission_id = earlier.submission_id and asks.register = earlier.register and asks.position = earlier.position
  and asks.described_by = earlier.described_by and earlier.row_no < asks.row_no
where asks.filled = asks.wanted and asks.row_key <> earlier.row_key
qualify row_number() over (partition by asks.submission_id, asks.position, asks.row_no order by earlier.row_no) = 1
