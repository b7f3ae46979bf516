-- grain: one value as it was read or added up: the words of its cell, where it stands, what its bounds are. What a
-- correction or a withdrawal makes of them says as_read.
{{ config(materialized='view') }}
{% set of_cells = [
  'low_inclusive', 'high_inclusive', 'bound_basis', 'reported_value', 'reported_unit', 'raw_text', 'number_format',
  'period_raw', 'period_basis', 'rank_of_n', 'rank_universe', 'rank_basis', 'value_basis', 'multiple_stated',
  'semantics', 'comment_obs', 'sheet', 'cell',
] %}
select
  observation_id as read_id,
  {{ of_cells | join(',\n  ') }},
  {{ joined_texts('row_path', ' / ') }} as row_path,
  {{ joined_texts('col_path', ' / ') }} as col_path
from {{ ref('stg_observation') }}
union all
{% set of_a_sum = {
  'low_inclusive': 'cast(null as boolean)', 'high_inclusive': 'cast(null as boolean)', 'bound_basis': "'_Z'",
  'reported_value': 'cast(null as decimal(28, 6))', 'reported_unit': "'_Z'", 'raw_text': "''", 'number_format': "'General'",
  'period_raw': "''", 'period_basis': "'stated'", 'rank_of_n': 'cast(null as integer)', 'rank_universe': "'_Z'",
  'rank_basis': "'_Z'", 'value_basis': "'derived'", 'multiple_stated': 'cast(null as decimal(28, 6))', 'semantics': "''",
  'comment_obs': "''", 'sheet': 'sheet', 'cell': 'cell',
} %}
select
  observation_id as read_id,
  {% for name in of_cells -%}
  {{ of_a_sum[name] }} as {{ name }},
  {% endfor -%}
  '' as row_path,
  '' as col_path
from {{ ref('int_register_observation') }}
