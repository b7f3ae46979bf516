-- grain: area × year × actual or target. Old estates renovated in a year, and the plan of a year as the return
-- of the year before gives it; beside what was done stands the plan that it was done to.
{% set measures = ['communities', 'buildings', 'households', 'floor_area', 'investment'] %}
with chosen as (
  select
    value_now.*,
    substr(indicator_id, length('old_community_renovation_') + 1) as measured
  from {{ ref('mart_indicator') }} as value_now
  where indicator_id in (
      {%- for name in measures %}
      'old_community_renovation_{{ name }}'{{ ',' if not loop.last }}
      {%- endfor %}
    )
    and measure = 'VALUE' and time_transform = 'N' and freq = 'A' and scope_basis = 'OWN'
    and place_id = '_T' and breakdown = '_T' and status_class in ('actual', 'target') and target_kind in ('_Z', 'plan')
),

said as (
  select
    time_period,
    ref_area,
    status_class,
    max(area_zh) as area_zh,
    {% for name in measures -%}
    {{ value_of("measured = '" ~ name ~ "'") }} as {{ name }},
    {{ reason_of("measured = '" ~ name ~ "'") }} as {{ name }}_reason,
    {% endfor -%}
    {% for name in ['display_value', 'display_unit_zh', 'submission_id', 'source_file', 'source_sheet', 'source_cell'] -%}
    {{ said_of("measured = 'investment'", name) }} as {{ name }},
    {% endfor -%}
    -- One measure that the register does not add up to is enough.
    case
      when max(case when reconciliation = 'differs' then 1 else 0 end) = 1 then 'differs'
      when max(case when reconciliation = 'agrees' then 1 else 0 end) = 1 then 'agrees'
      else 'single'
    end as reconciliation,
    {{ most_confidential_of() }} as conf_status,
    coalesce({{ flag_of("measured = 'investment'", 'is_synthetic') }}, false) as is_synthetic,
    cast(max(cast(is_synthetic as integer)) as boolean) as parts_are_synthetic
  from chosen
  group by time_period, ref_area, status_class
),

compared as (
  select
    said.*,
    {% for name in measures -%}
    plan.{{ name }} as planned_{{ name }},
    {% endfor -%}
    case
      when said.status_class = 'target' then 'IS_PLAN'
      when plan.time_period is null then 'PLAN_MISSING'
    end as plan_reason,
    plan.submission_id as plan_submission_id,
    plan.source_file as plan_file,
    plan.source_sheet as plan_sheet,
    plan.source_cell as plan_cell,
    plan.parts_are_synthetic as plan_parts_synthetic
  from said
  left join said as plan
    on said.ref_area = plan.ref_area
    and said.time_period = plan.time_period
    -- An equality: a condition on one side alone would compare every row with every row.
    and case said.status_class when 'actual' then 'target' end = plan.status_class
)

select
  time_period,
  ref_area,
  area_zh,
  status_class,
  communities,
  communities_reason,
  buildings,
  buildings_reason,
  households,
  households_reason,
  floor_area,
  floor_area_reason,
  investment,
  investment_reason,
  display_value,
  display_unit_zh,
  case when buildings > 0 then cast(investment as double) / cast(buildings as double) end as investment_per_building,
  {{ rounded_ratio('investment', 'buildings', 1, 2) }} as investment_per_building_rounded,
  case
    when investment is null then investment_reason
    when buildings is null then buildings_reason
    when buildings <= 0 then 'BASE_ZERO'
  end as investment_per_building_reason,
  {% for name in measures -%}
  planned_{{ name }},
  {% endfor -%}
  plan_reason,
  {{ completion_percent('investment', 'planned_investment') }} as investment_completion,
  {{ completion_percent_rounded('investment', 'planned_investment') }} as investment_completion_rounded,
  {{ completion_percent('buildings', 'planned_buildings') }} as buildings_completion,
  {{ completion_percent_rounded('buildings', 'planned_buildings') }} as buildings_completion_rounded,
  coalesce(plan_reason, {{ completion_reason('investment', 'planned_investment') }}) as investment_completion_reason,
  coalesce(plan_reason, {{ completion_reason('buildings', 'planned_buildings') }}) as buildings_completion_reason,
  parts_are_synthetic or coalesce(plan_parts_synthetic, false) as completion_is_synthetic,
  plan_submission_id,
  plan_file,
  plan_sheet,
  plan_cell,
  reconciliation,
  conf_status,
  is_synthetic,
  parts_are_synthetic,
  submission_id,
  source_file,
  source_sheet,
  source_cell
from compared
