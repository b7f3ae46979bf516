{#-
  A register added up group by group, in every way to divide it that a page names: over the groups of each way it is the
  whole register, which is compared with what stands in mart_indicator. A group of one or two respondents lets them be
  inferred, and so does one that a single respondent dominates: each sum has its own status, the row that of the most
  confidential. What would give a restricted one away is found where something leaves the office.
-#}
{% macro family_groups(page) -%}
{%- set sums = page.counts | selectattr('take', 'equalto', 'sum') | list -%}
{%- set unit = page.counts | selectattr('name', 'equalto', page.units) | map(attribute='field') | first -%}
{%- set keys = 'submission_id, register_dimension, register_group' -%}
with project as (
  select
    cell.submission_id,
    submission.period as time_period,
    cell.row_no,
    max(cell.row_key) as row_key,
    {% for field in page.texts -%}
    coalesce({{ field_text(field) }}, '') as {{ field }}_text,
    {% endfor -%}
    {% for field in page.amounts -%}
    {{ field_amount(field) }} as {{ field }},
    {% endfor -%}
    max(cast(cell.is_synthetic as integer)) as is_synthetic
  from {{ ref('stg_register_cell') }} as cell
  inner join {{ ref('int_submission_current') }} as submission
    on cell.submission_id = submission.submission_id and submission.is_current
  where cell.register = '{{ page.register }}'
  group by cell.submission_id, submission.period, cell.row_no
),

grouped as (
  {% for way in page.by -%}
  {% set group = family_group_of(way) -%}
  select
    project.submission_id,
    project.time_period,
    '{{ way.name }}' as register_dimension,
    coalesce({{ group }}, '_U') as register_group,
    max({{ 'listed.section_zh' if way.list else group }}) as register_group_zh,
    {{ 'max(listed.section_en)' if way.list else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as register_group_en,
    {% for count in page.counts -%}
    {{ family_statistic(count, within='project.', or_zero=false) }} as {{ count.name }},
    {% endfor -%}
    min(project.row_no) as first_row,
    max(project.row_no) as last_row,
    cast(max(project.is_synthetic) as boolean) as is_synthetic
  from project
  {{ family_list_of(way) }}
  group by project.submission_id, project.time_period, coalesce({{ group }}, '_U')
  {{ 'union all' if not loop.last }}
  {% endfor %}
),

-- What each unit has in a group.
unit as (
  {% for way in page.by -%}
  select
    project.submission_id,
    '{{ way.name }}' as register_dimension,
    coalesce({{ family_group_of(way) }}, '_U') as register_group,
    coalesce(nullif(project.{{ unit }}_text, ''), nullif(project.row_key, '')) as unit,
    {% for count in sums -%}
    abs(coalesce({{ family_statistic(count, within='project.', or_zero=false) }}, 0)) as {{ count.name }}{{ ',' if not loop.last }}
    {% endfor %}
  from project
  {{ family_list_of(way) }}
  group by
    project.submission_id, coalesce({{ family_group_of(way) }}, '_U'),
    coalesce(nullif(project.{{ unit }}_text, ''), nullif(project.row_key, ''))
  {{ 'union all' if not loop.last }}
  {% endfor %}
),

ordered as (
  select
    unit.*,
    {% for count in sums -%}
    row_number() over (partition by {{ keys }} order by {{ count.name }} desc, unit) as {{ count.name }}_place{{ ',' if not loop.last }}
    {% endfor %}
  from unit
),

-- How many units have something in a figure of a group, and the two largest of them.
largest as (
  select
    {{ keys }},
    {% for count in sums -%}
    count(case when {{ count.name }} <> 0 then 1 end) as {{ count.name }}_units,
    sum({{ count.name }}) as {{ count.name }}_total,
    max(case when {{ count.name }}_place = 1 then {{ count.name }} end) as {{ count.name }}_first,
    max(case when {{ count.name }}_place = 2 then {{ count.name }} end) as {{ count.name }}_second{{ ',' if not loop.last }}
    {% endfor %}
  from ordered
  group by {{ keys }}
),

judged as (
  select
    {{ keys }},
    {% for count in sums -%}
    {{ disclosure_status(count.name ~ '_units', count.name ~ '_total', count.name ~ '_first', count.name ~ '_second') }} as {{ count.name }}_conf{{ ',' if not loop.last }}
    {% endfor %}
  from largest
),

-- What the return says of the whole, and what its register adds up to.
whole as (
  select
    value_now.submission_id,
    value_now.time_period,
    {% for whole in page.wholes -%}
    max(case when {{ whole.is_it }} then value_now.obs_value end) as {{ whole.of }}_whole,
    {% endfor -%}
    1 as is_there
  from {{ ref('int_vintage') }} as value_now
  where value_now.is_current and value_now.value_origin = 'register' and value_now.ref_area = '{{ var("office_area") }}'
    and value_now.indicator_id in ('{{ page.wholes | map(attribute='indicator') | join("', '") }}')
  group by value_now.submission_id, value_now.time_period
),

reported as (
  select
    value_now.time_period,
    max(case value_now.reconciliation when 'differs' then 2 when 'agrees' then 1 else 0 end) as found
  from {{ ref('mart_indicator') }} as value_now
  where value_now.ref_area = '{{ var("office_area") }}'
    and (
      {%- for whole in page.wholes %}
      ({{ whole.is_it }}){{ ' or' if not loop.last }}
      {%- endfor %}
    )
  group by value_now.time_period
),

compared as (
  select
    {% for share in page.shares -%}
    sum(grouped.{{ share.of }}) over by_way as {{ share.of }}_of_all,
    {% endfor -%}
    {% for whole in page.wholes -%}
    sum(grouped.{{ whole.of }}) over by_way as {{ whole.of }}_together,
    {% endfor -%}
    grouped.*
  from grouped
  window by_way as (partition by grouped.submission_id, grouped.register_dimension)
)

{%- set conf_columns = [] -%}
{%- set marks = {} -%}
{%- for count in sums -%}
  {%- do conf_columns.append('judged.' ~ count.name ~ '_conf') -%}
  {%- do marks.update({count.name: [count.name] + page.shares | selectattr('of', 'equalto', count.name) | map(attribute='name') | list}) -%}
{%- endfor %}
select
  compared.time_period,
  '{{ var("office_area") }}' as ref_area,
  compared.register_dimension,
  compared.register_group,
  coalesce(compared.register_group_zh, '未写明') as register_group_zh,
  coalesce(compared.register_group_en, case when compared.register_group = '_U' then 'not stated' else compared.register_group end)
    as register_group_en,
  {% for count in page.counts -%}
  compared.{{ count.name }},
  {% if count.take == 'sum' -%}
  case when compared.{{ count.name }} is null then 'NOT_STATED' end as {{ count.name }}_reason,
  {% endif -%}
  {% endfor -%}
  {% for share in page.shares -%}
  {{ share_percent('compared.' ~ share.of, 'compared.' ~ share.of ~ '_of_all') }} as {{ share.name }},
  case
    when compared.{{ share.of }} is null then 'NOT_STATED'
    when coalesce(compared.{{ share.of }}_of_all, 0) <= 0 then 'TOTAL_MISSING'
  end as {{ share.name }}_reason,
  {% endfor -%}
  case
    when whole.is_there is null then 'single'
    {%- for whole in page.wholes %}
    when compared.{{ whole.of }}_together <> whole.{{ whole.of }}_whole then 'differs'
    {%- endfor %}
    when reported.found = 2 then 'differs'
    when reported.found = 1 then 'agrees'
    else 'single'
  end as reconciliation,
  {{ most_confidential(conf_columns) }} as conf_status,
  compared.is_synthetic,
  {{ marked_figures(marks, "coalesce(judged.{}_conf, 'F') <> 'F'") }} as restricted_figures,
  compared.submission_id,
  compared.first_row,
  compared.last_row
from compared
left join judged
  on compared.submission_id = judged.submission_id
  and compared.register_dimension = judged.register_dimension
  and compared.register_group = judged.register_group
left join whole
  on compared.submission_id = whole.submission_id and compared.time_period = whole.time_period
left join reported
  on compared.time_period = reported.time_period
{%- endmacro %}

{#- The group of a row in one way to divide its register, and what is joined to know it. -#}
{% macro family_group_of(way) -%}
  {%- set text = 'project.' ~ way.field ~ '_text' -%}
  {%- if way.list -%} listed.section
  {%- elif way.first -%} case when length({{ text }}) >= {{ way.first }} then substr({{ text }}, 1, {{ way.first }}) end
  {%- else -%} nullif({{ text }}, '')
  {%- endif -%}
{%- endmacro %}
{% macro family_list_of(way) -%}
  {%- if way.list -%}
  left join {{ ref(way.list) }} as listed
    on substr(project.{{ way.field }}_text, 1, {{ way.first }}) between listed.first_division and listed.last_division
  {%- endif -%}
{%- endmacro %}
