-- grain: a project with domestic capital received × submission. All vintages; is_current marks the slot's latest.
-- 签约/入账月份 is the month of signing or of booking, the form does not say which: it dates no money.
select
  submission_id,
  time_period,
  row_no,
  {{ field_text('project_name') }} as project_name,
  {{ field_text('investor') }} as investor,
  {{ field_text('origin') }} as capital_origin,
  {{ field_text('kind') }} as capital_kind,
  {{ field_text('signed_or_booked_month') }} as signed_or_booked_month,
  {{ field_amount('contracted_total') }} as agreed_total,
  {{ amount_reason('contracted_total') }} as agreed_total_reason,
  {{ field_amount('received_ytd') }} as received_ytd,
  {{ amount_reason('received_ytd') }} as received_ytd_reason,
  {{ field_amount('received_month') }} as received_month,
  {{ amount_reason('received_month') }} as received_month_reason,
  {{ field_text('evidence') }} as evidence_document,
  {{ register_row_ends('received_ytd') }}
from {{ ref('fct_register_cell') }}
where register = 'domestic_capital_project'
group by submission_id, time_period, row_no
