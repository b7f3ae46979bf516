{{ config(materialized='table', words=true) }}
select
  *,
  cast({{ order_of_file() }} as integer) as sort_order
from {{ source('catalogue', 'area') }}
