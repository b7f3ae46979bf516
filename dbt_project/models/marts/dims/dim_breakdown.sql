select
  breakdown,
  breakdown_zh,
  breakdown_en,
  list as breakdown_list,
  relation as breakdown_relation,
  sort_order
from {{ ref('stg_breakdown') }}
