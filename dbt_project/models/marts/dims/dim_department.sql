select
  department_id,
  department_zh,
  department_en,
  valid_from,
  valid_to
from {{ ref('stg_department') }}
