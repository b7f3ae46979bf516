-- grain: a building put back to use by a tenant × submission. All vintages; is_current marks the slot's latest.
-- A tenant whose area is counted in the whole building has none of its own: NOT_STATED, no zero.
select
  submission_id,
  time_period,
  row_no,
  {{ field_text('building_name') }} as building_name,
  {{ field_text('building_kind') }} as building_kind,
  {{ field_amount('floor_area_total') }} as floor_area_total,
  {{ amount_reason('floor_area_total') }} as floor_area_total_reason,
  {{ field_amount('floor_area_vacant') }} as floor_area_vacant,
  {{ amount_reason('floor_area_vacant') }} as floor_area_vacant_reason,
  {{ field_text('tenant') }} as tenant,
  {{ field_amount('floor_area_revitalized') }} as floor_area_revitalized,
  {{ amount_reason('floor_area_revitalized') }} as floor_area_revitalized_reason,
  {{ field_text('revitalized_month') }} as revitalized_month,
  {{ field_text('state') }} as building_state,
  {{ register_row_ends('floor_area_revitalized') }}
from {{ ref('fct_register_cell') }}
where register = 'building'
group by submission_id, time_period, row_no
