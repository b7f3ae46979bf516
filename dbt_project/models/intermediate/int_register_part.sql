-- grain: a register's cell × measure that it counts for: whose condition its row meets (是否入库 = 是), or none is set, and
-- whose month (of recognition) is not after the return's.
-- `year`: what the row itself says where the catalogue counts by year; NULL where it does not, or says nothing.
select
  register_cell.*,
  measure.indicator_id,
  measure.breakdown,
  measure.freq,
  measure.accumulation,
  measure.status_class,
  measure.target_kind,
  measure.aggregation,
  measure.form_id,
  measure.year_field,
  measure.where_field is not null as has_condition,
  measure.unit_field,
  nullif(said_year.value_text, '') as year
from {{ ref('stg_register_cell') }} as register_cell
inner join {{ ref('stg_register_measure') }} as measure
  on register_cell.register = measure.register and register_cell.field = measure.field
left join {{ ref('stg_register_cell') }} as condition
  on register_cell.submission_id = condition.submission_id
  and register_cell.register = condition.register
  and register_cell.row_no = condition.row_no
  and measure.where_field = condition.field
left join {{ ref('stg_register_cell') }} as said_year
  on register_cell.submission_id = said_year.submission_id
  and register_cell.register = said_year.register
  and register_cell.row_no = said_year.row_no
  and measure.year_field = said_year.field
left join {{ ref('stg_register_cell') }} as counts_from
  on register_cell.submission_id = counts_from.submission_id
  and register_cell.register = counts_from.register
  and register_cell.row_no = counts_from.row_no
  and measure.month_field = counts_from.field
left join {{ ref('stg_submission') }} as submission
  on register_cell.submission_id = submission.submission_id
where (
  measure.where_field is null
  or (coalesce(condition.value_text, '') = measure.where_value) = (measure.where_op = '=')
)
and (measure.month_field is null or not {{ counts_later('counts_from.value_text', 'submission.period') }})
