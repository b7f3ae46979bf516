select
  unit_zh,
  unit_measure,
  unit_mult,
  dimension,
  currency
from {{ ref('stg_unit') }}
