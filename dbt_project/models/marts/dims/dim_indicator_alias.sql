-- grain: one other name of an indicator: what it is called elsewhere, and the series that is meant by it.
select
  other_name.alias,
  other_name.indicator_id,
  indicator.indicator_zh,
  other_name.measure,
  other_name.time_transform,
  other_name.breakdown,
  other_name.method_id,
  other_name.status_class,
  other_name.note as alias_note
from {{ ref('stg_alias') }} as other_name
left join {{ ref('stg_indicator') }} as indicator
  on other_name.indicator_id = indicator.indicator_id
