select
  indicator_id,
  time_period as break_period,
  kind as break_kind,
  reason_zh as break_reason_zh,
  reason_en as break_reason_en,
  source as break_source,
  -- Blank: of every method, of every area.
  nullif(method_id, '') as break_method_id,
  nullif(ref_area, '') as break_area
from {{ source('catalogue', 'break') }}
