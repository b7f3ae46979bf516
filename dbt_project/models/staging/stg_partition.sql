-- grain: partition × part. Parts that together are their whole, over areas or over breakdowns.
select
  partition_id,
  dimension as partition_dimension,
  whole,
  part,
  name_zh as part_zh,
  name_en as part_en
from {{ source('catalogue', 'partition') }}
