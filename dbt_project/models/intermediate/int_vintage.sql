-- grain: one value as in int_value, with the dimensions of its series and what is known of its submission.
{{ config(materialized='view') }}
select
  value_then.*,
  series.growth_key,
  series.series_id,
  {% for name in dimensions() -%}
  series.{{ name }},
  {% endfor -%}
  submission.department_id,
  submission.file_name as source_file,
  submission.received_at,
  submission.sequence
from {{ ref('int_value') }} as value_then
inner join {{ ref('int_series') }} as series
  on value_then.series_key = series.series_key
inner join {{ ref('int_submission_current') }} as submission
  on value_then.submission_id = submission.submission_id
