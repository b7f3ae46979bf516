-- grain: model × column. What every column means, in both languages.
select
  model,
  column_name,
  cast(position as integer) as position,
  data_type,
  description_zh,
  description_en,
  schema_name,
  coalesce(model_label_zh, '') as model_label_zh,
  coalesce(label_zh, '') as label_zh,
  coalesce(additive, '') as additive
from {{ ref('dictionary_entry') }}
