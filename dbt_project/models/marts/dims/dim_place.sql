select
  place_id,
  place_zh,
  place_en,
  place_kind,
  parent as parent_place_id,
  ref_area,
  valid_from,
  valid_to
from {{ ref('stg_place') }}
