-- grain: one code of one list. What the codes in the columns of every table mean; codes of SDMX as far as they
-- are used here, and local ones. Indicators, areas, places, units, breakdowns and departments have tables of their own.
select
  code_list,
  code,
  code_zh,
  code_en,
  code_source
from {{ ref('code') }}
