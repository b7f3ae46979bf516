select
  ref_area,
  area_zh,
  area_en,
  area_level,
  parent_civil,
  parent_statistical,
  valid_from,
  valid_to,
  edition,
  coalesce(is_sample, 'no') = 'yes' as is_sample,
  sort_order
from {{ ref('stg_area') }}
