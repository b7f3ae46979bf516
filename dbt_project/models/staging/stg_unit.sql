select
  unit_zh,
  unit_measure,
  cast(unit_mult as integer) as unit_mult,
  dimension,
  coalesce(currency, '_Z') as currency
from {{ source('catalogue', 'unit') }}
