-- grain: a level series × period. Growth as some form states it, the primary form's first: a form that tracks
-- targets may state a growth that the form of the level does not. What is known by its bounds alone (近11倍)
-- stays bounds.
{% set interval = "('nearly', 'gt', 'ge', 'lt', 'le', 'range')" %}
with stated as (
  select
    vintage.*,
    {{ series_id({
      'measure': "'VALUE'",
      'time_transform': "'N'",
      'unit_measure': 'indicator.level_unit',
      'scope_basis': "'OWN'",
    }) }} as level_series_id,
    {{ half_ulp('reported_unit_mult', 'reported_decimals') }} as half_ulp,
    case when vintage.form_id = indicator.primary_form then 1 else 2 end as turn_of_form
  from {{ ref('int_vintage') }} as vintage
  inner join
    (select indicator_id as described, unit_measure as level_unit, primary_form from {{ ref('stg_indicator') }}) as indicator
    on vintage.indicator_id = indicator.described
  where vintage.is_current and vintage.vintage_origin = 'reported' and vintage.measure = 'VALUE'
    and vintage.time_transform = 'G1Y' and vintage.status_class = 'actual'
),

chosen as (
  select *
  from (
    select
      stated.*,
      row_number() over (
        partition by level_series_id, time_period
        order by
          -- A cell that states a growth before a blank one, whatever its form.
          case when obs_value is null and qualifier = '_Z' then 2 else 1 end,
          turn_of_form,
          case scope_basis when 'COMPARABLE' then 1 else 2 end,
          received_at desc,
          sequence desc
      ) as place
    from stated
  ) as placed
  where place = 1
)

select
  chosen.level_series_id as series_id,
  chosen.time_period,
  chosen.obs_value as growth_reported,
  chosen.qualifier as reported_qualifier,
  chosen.value_low as reported_low,
  chosen.low_inclusive as reported_low_inclusive,
  chosen.value_high as reported_high,
  chosen.high_inclusive as reported_high_inclusive,
  case when chosen.obs_value is null then coalesce(nullif(chosen.obs_reason, ''), 'NOT_STATED') end as growth_reported_reason,
  chosen.multiple_stated,
  chosen.semantics,
  chosen.raw_text as growth_text,
  -- Half a unit of the last place about a point; of what is known by its bounds, the bounds.
  case when chosen.qualifier = 'eq' then chosen.obs_value - chosen.half_ulp when chosen.qualifier in {{ interval }} then chosen.value_low end
    as least_reported,
  case when chosen.qualifier = 'eq' then chosen.obs_value + chosen.half_ulp when chosen.qualifier in {{ interval }} then chosen.value_high end
    as most_reported,
  chosen.is_synthetic as reported_is_synthetic,
  chosen.form_id as growth_form_id,
  chosen.submission_id as growth_submission_id,
  chosen.source_file as growth_file,
  chosen.sheet as growth_sheet,
  chosen.cell as growth_cell
from chosen
