-- grain: model × column. What every column means, in both languages.
select
  model,
  column_name,
  cast(position as integer) as position,
  data_type,
  description_zh,
  description_en
from {{ ref('dictionary_entry') }}
