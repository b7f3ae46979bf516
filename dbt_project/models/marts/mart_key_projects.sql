-- grain: year × area × method. Key industrial projects by who lists them: how many, planned over their whole
-- life, planned for the year, completed since January. Completion is of the year's plan: what is planned for a
-- project's whole life measures no year. The projects of a list stand in fct_key_project.
{% set count_ = "indicator_id = 'key_industry_projects'" %}
{% set life = is_series('key_industry_project_investment', accumulation='LIFE') ~ " and freq = 'A'" %}
{% set year_plan = is_series('key_industry_project_investment', accumulation='PERIOD') ~ " and freq = 'A'" %}
{% set completed = is_series('key_industry_project_investment') ~ " and freq = 'M'" %}
-- A later return of the year replaces the whole return before it; what it says of one month stands in its slot.
with current_value as (
  select
    vintage.*,
    substr(submission.period, 1, 4) as year,
    case
      when method_id = 'district_level_key_project' then 'district_level_key_project'
      else 'key_industry_project'
    end as listed_by,
    row_number() over (
      partition by vintage.series_id, substr(submission.period, 1, 4),
        case when vintage.freq = 'A' then vintage.time_period end
      order by
        case vintage.vintage_origin when 'reported' then 1 else 2 end,
        vintage.time_period desc,
        vintage.received_at desc,
        vintage.sequence desc
    ) as choice
  from {{ ref('int_vintage') }} as vintage
  inner join {{ ref('int_submission_current') }} as submission
    on vintage.submission_id = submission.submission_id
  where vintage.is_current and vintage.indicator_id in ('key_industry_projects', 'key_industry_project_investment')
    and vintage.measure = 'VALUE' and vintage.time_transform = 'N' and vintage.scope_basis = 'OWN'
    and vintage.place_id = '_T' and vintage.breakdown = '_T'
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
    {{ said_of(series, 'cell') }} as {{ name }}_cell,
    {% endfor -%}
    {{ said_of(completed, 'time_period') }} as completed_until,
    max(conf_status) as conf_status,
    cast(max(cast(is_synthetic as integer)) as boolean) as is_synthetic,
    {% for column, name in [('submission_id', 'submission_id'), ('source_file', 'source_file'), ('sheet', 'source_sheet'), ('cell', 'source_cell')] -%}
    {{ said_of(count_, column) }} as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
  from current_value
  where choice = 1
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
  said.submission_id,
  said.source_file,
  said.source_sheet,
  said.source_cell
from said
inner join {{ ref('stg_area') }} as area
  on said.ref_area = area.ref_area
left join listed
  on said.submission_id = listed.submission_id
