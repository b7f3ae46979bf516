-- grain: an outbound visit × submission. All vintages; is_current marks the slot's latest.
select
  submission_id,
  time_period,
  row_no,
  {{ field_date('visit_date') }} as visit_date,
  {{ field_reason('visit_date', field_date('visit_date')) }} as visit_date_reason,
  {{ field_text('destination') }} as destination,
  {{ field_text('host') }} as host,
  {{ field_text('leader') }} as leader,
  {{ field_flag('led_by_principal') }} as led_by_principal,
  {{ field_reason('led_by_principal', field_flag('led_by_principal')) }} as led_by_principal_reason,
  {{ field_text('outcome') }} as outcome,
  {{ register_row_ends('visit_date') }}
from {{ ref('fct_register_cell') }}
where register = 'visit'
group by submission_id, time_period, row_no
