-- grain: one indicator of the catalogue, with its unit's dimension, when its primary form is due and from whom, and
-- the other names that it goes by.
with due as (
  select *
  from (
    select
      calendar.*,
      row_number() over (partition by form_id order by valid_from desc) as place
    from {{ ref('stg_calendar') }} as calendar
  ) as placed
  where place = 1
),

unit_dimension as (
  select unit_measure, max(dimension) as dimension
  from {{ ref('stg_unit') }}
  group by unit_measure
),

known_as as (
  select
    indicator_id,
    {{ dbt.listagg('alias', "'、'", 'order by alias') }} as aliases
  from {{ ref('stg_alias') }}
  group by indicator_id
)

select
  indicator.indicator_id,
  indicator.indicator_zh,
  indicator.indicator_en,
  indicator.family,
  indicator.definition_zh,
  indicator.definition_en,
  indicator.definition_source,
  indicator.method_id,
  indicator.unit_measure,
  -- A unit that no department writes (a visit, a route) is counted; 位, a rank elsewhere, counts people here.
  coalesce(unit_dimension.dimension, 'count') as dimension,
  indicator.display_unit_zh,
  indicator.display_unit_mult,
  indicator.display_decimals,
  indicator.currency,
  indicator.price_basis,
  indicator.stock_or_flow,
  indicator.accumulation,
  indicator.january_exempt,
  indicator.scale,
  indicator.direction,
  indicator.level_collected,
  indicator.is_profit,
  indicator.range_low,
  indicator.range_high,
  coalesce(known_as.aliases, '') as aliases,
  indicator.owner_department_id,
  indicator.primary_form,
  indicator.reporting_level,
  indicator.conf_status,
  due.department_id as due_department_id,
  due.freq as due_freq,
  due.months as due_months,
  cast(due.due_day as integer) as due_day,
  cast(due.due_months_after as integer) as due_months_after,
  indicator.sort_order
from {{ ref('stg_indicator') }} as indicator
left join unit_dimension
  on indicator.unit_measure = unit_dimension.unit_measure
left join known_as
  on indicator.indicator_id = known_as.indicator_id
left join due
  on indicator.primary_form = due.form_id
