-- A row of the register before that is there no more, by name: a falling total would not say which. A row whose key has been
-- corrected (another amount, another day) is still there by its name.
with counted as (
  select asks.submission_id, asks.position, now.label, count(*) as rows
  from {{ asks }} as asks
  inner join row_cell as now on asks.submission_id = now.submission_id and asks.name = now.field
  group by all
),
earlier as (
  select
    asks.rule, asks.position, asks.check_name, before.*,
    count(*) over (partition by asks.submission_id, asks.position, before.label) as rows
  from {{ asks }} as asks
  inner join row_before as before on asks.submission_id = before.submission_id and asks.name = before.field
)
select
  asks.rule,
  asks.position,
  asks.submission_id,
  asks.sheet,
  '' as cell,
  concat(asks.row_key, '|', asks.check_name) as subject,
  asks.value_text as found,
  concat(asks.before_file, ' ', asks.sheet, '!', asks.cell) as evidence
from earlier as asks
inner join new on asks.submission_id = new.submission_id
left join counted
  on asks.submission_id = counted.submission_id and asks.position = counted.position and asks.label = counted.label
anti join row_cell as now
  on asks.submission_id = now.submission_id and asks.register = now.register and asks.row_key = now.row_key
where {{ is_open('row_gone') }} and coalesce(counted.rows, 0) < asks.rows
