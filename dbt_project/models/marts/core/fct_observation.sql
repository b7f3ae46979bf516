-- grain: series × period × form × origin × submission: every vintage, nothing overwritten. A view: the numbers are
-- those of int_value, the words those of the landed cells, and the snapshot writes them once.
{{ config(materialized='view') }}
select
  value_then.observation_id,
  value_then.series_id,
  {% for name in dimensions() -%}
  value_then.{{ name }},
  {% endfor -%}
  {% for name in [
    'time_period', 'form_id', 'value_origin', 'reporting_level', 'submission_id', 'sequence', 'vintage', 'revision_reason',
    'supersedes', 'correction_id', 'is_current', 'stands_in_slot', 'obs_value', 'obs_status', 'obs_reason', 'conf_status', 'is_synthetic',
    'qualifier', 'value_low',
  ] -%}
  value_then.{{ name }},
  {% endfor -%}
  {{ as_read('low_inclusive') }},
  value_then.value_high,
  {% for name in ['high_inclusive', 'bound_basis', 'reported_value', 'reported_unit'] -%}
  {{ as_read(name) }},
  {% endfor -%}
  value_then.reported_unit_mult,
  value_then.reported_decimals,
  {% for name in [
    'raw_text', 'number_format', 'period_raw', 'period_basis', 'rank_of_n', 'rank_universe', 'rank_basis', 'value_basis',
    'multiple_stated', 'semantics', 'comment_obs',
  ] -%}
  {{ as_read(name) }},
  {% endfor -%}
  value_then.department_id,
  value_then.source_file,
  {{ as_read('sheet') | replace(' as sheet', ' as source_sheet') }},
  {{ as_read('cell') | replace(' as cell', ' as source_cell') }},
  {{ as_read('row_path') }},
  {{ as_read('col_path') }},
  value_then.received_at,
  value_then.accepted_at
from {{ ref('int_vintage') }} as value_then
inner join {{ ref('int_reading') }} as reading
  on value_then.read_id = reading.read_id
