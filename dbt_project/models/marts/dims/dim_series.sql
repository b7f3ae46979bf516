-- grain: one series. The dimensions stand here once; facts carry series_id.
select
  series_id,
  {{ dimensions() | join(',\n  ') }}
from {{ ref('int_series') }}
