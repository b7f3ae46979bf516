-- grain: an old estate in a year × submission. All vintages; is_current marks the slot's latest. A year after
-- the return's own is a plan.
select
  submission_id,
  time_period,
  row_no,
  {{ field_text('year') }} as renovation_year,
  coalesce({{ field_text('year') }} > substr(time_period, 1, 4), false) as is_plan,
  {{ field_text('estate_name') }} as estate_name,
  {{ field_amount('buildings') }} as buildings,
  {{ amount_reason('buildings') }} as buildings_reason,
  {{ field_amount('households') }} as households,
  {{ amount_reason('households') }} as households_reason,
  {{ field_amount('floor_area') }} as floor_area,
  {{ amount_reason('floor_area') }} as floor_area_reason,
  {{ field_amount('investment') }} as investment,
  {{ amount_reason('investment') }} as investment_reason,
  {{ field_text('start_month') }} as start_month,
  {{ field_text('end_month') }} as end_month,
  {{ field_text('works') }} as works,
  {{ register_row_ends('investment') }}
from {{ ref('fct_register_cell') }}
where register = 'estate'
group by submission_id, time_period, row_no
