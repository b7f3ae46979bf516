-- grain: year × area × method. Key industrial projects by who lists them: how many, planned over their whole
-- life, planned for the year, completed since January. Completion is of the year's plan: what is planned for a
-- project's whole life measures no year. The projects of a list stand in fct_key_project.
{% set count_ = "indicator_id = 'key_industry_projects'" %}
{% set life = is_series('key_industry_project_investment', accumulation='LIFE') ~ " and freq = 'A'" %}
{% set year_plan = is_series('key_industry_project_investment', accumulation='PERIOD') ~ " and freq = 'A'" %}
{% set completed = is_series('key_industry_project_investment') ~ " and freq = 'M'" %}
with current_value as (
  select
    value_now.*,
    substr(time_period, 1, 4) as year,
    -- Investment is said of the street's own list alone.
    case
      when method_id = 'district_level_key_project' then 'district_level_key_project'
      else 'key_industry_project'
    end as listed_by,
    -- Completed since January is said month by month: the last one counts for the year.
    row_number() over (partition by series_id, substr(time_period, 1, 4) order by time_period desc) as place_from_last
  from {{ ref('mart_indicator') }} as value_now
  where indicator_id in ('key_industry_projects', 'key_industry_project_investment')
    and measure = 'VALUE' and time_transform = 'N' and scope_basis = 'OWN' and place_id = '_T' and breakdown = '_T'
),

said as (
  select
    year as time_period,
    ref_area,
    listed_by as method_id,
    {{ said_of(count_, 'status_class') }} as status_class,
    {% for series, name in [(count_, 'projects'), (life, 'planned_life_total'), (year_plan, 'planned_for_year'), (completed, 'completed_ytd')] -%}
    {{ value_of(series) }} as {{ name }},
    {{ reason_of(series) }} as {{ name }}_reason,
    {{ said_of(series, 'source_cell') }} as {{ name }}_cell,
    {% endfor -%}
    {{ said_of(completed, 'time_period') }} as completed_until,
    {{ most_confidential_of() }} as conf_status,
    coalesce({{ flag_of(count_, 'is_synthetic') }}, false) as is_synthetic,
    cast(max(cast(is_synthetic as integer)) as boolean) as parts_are_synthetic,
    {% for column in ['submission_id', 'source_file', 'source_sheet', 'source_cell'] -%}
    {{ said_of(count_, column) }} as {{ column }}{{ ',' if not loop.last }}
    {% endfor %}
  from current_value
  where place_from_last = 1
  group by year, ref_area, listed_by
),

listed as (
  select
    submission_id,
    count(nullif(project_name, '')) as projects_counted,
    cast(sum(planned_total) as decimal(28, 6)) as planned_life_summed,
    cast(sum(planned_year) as decimal(28, 6)) as planned_year_summed
  from {{ ref('fct_key_project') }}
  group by submission_id
)

select
  said.time_period,
  said.ref_area,
  area.area_zh,
  said.method_id,
  said.status_class,
  try_cast(said.projects as integer) as projects,
  said.projects_reason,
  cast(listed.projects_counted as integer) as projects_counted,
  said.planned_life_total,
  said.planned_life_total_reason,
  said.planned_life_total_cell,
  listed.planned_life_summed,
  said.planned_for_year,
  said.planned_for_year_reason,
  said.planned_for_year_cell,
  listed.planned_year_summed,
  said.completed_until,
  said.completed_ytd,
  said.completed_ytd_reason,
  said.completed_ytd_cell,
  {{ completion_percent('said.completed_ytd', 'said.planned_for_year') }} as completion_of_year,
  {{ completion_percent_rounded('said.completed_ytd', 'said.planned_for_year') }} as completion_of_year_rounded,
  {{ completion_reason('said.completed_ytd', 'said.planned_for_year') }} as completion_of_year_reason,
  case
    when listed.submission_id is null then 'single'
    when said.projects = listed.projects_counted
      and coalesce(said.planned_life_total, 0) = coalesce(listed.planned_life_summed, 0)
      and coalesce(said.planned_for_year, 0) = coalesce(listed.planned_year_summed, 0) then 'agrees'
    else 'differs'
  end as reconciliation,
  said.conf_status,
  said.is_synthetic,
  said.parts_are_synthetic,
  said.submission_id,
  said.source_file,
  said.source_sheet,
  said.source_cell
from said
inner join {{ ref('stg_area') }} as area
  on said.ref_area = area.ref_area
left join listed
  on said.submission_id = listed.submission_id
