select
  breakdown,
  breakdown_zh,
  breakdown_en,
  list as breakdown_list,
  relation as breakdown_relation
from {{ ref('stg_breakdown') }}
