-- grain: one method: the rule document, or list, and year that say what a figure counts. Figures of two methods are
-- two series and are never compared.
select
  method_id,
  method_zh,
  method_en,
  method_source
from {{ ref('stg_method') }}
