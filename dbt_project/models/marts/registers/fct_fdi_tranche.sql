-- grain: a tranche of foreign capital × submission. All vintages; is_current marks the slot's latest.
select
  submission_id,
  time_period,
  row_no,
  {{ field_text('enterprise') }} as enterprise,
  {{ field_text('investor_origin') }} as investor_origin,
  {{ field_text('registration_type') }} as registration_type,
  {{ field_amount('contracted_total') }} as contracted_total,
  max(case when field = 'received_date' then value_date end) as received_date,
  {{ field_amount('amount') }} as amount,
  {{ field_amount('running_total') }} as running_total,
  coalesce({{ field_text('recognised') }} = '是', false) as recognised,
  {{ register_row_ends('amount') }}
from {{ ref('fct_register_cell') }}
where register = 'fdi_tranche'
group by submission_id, time_period, row_no
