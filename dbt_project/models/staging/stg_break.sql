select
  indicator_id,
  time_period as break_period,
  kind as break_kind,
  reason_zh as break_reason_zh,
  reason_en as break_reason_en,
  source as break_source
from {{ source('catalogue', 'break') }}
