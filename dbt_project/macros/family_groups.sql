{#-
  A register added up group by group, in every way to divide it that a page names: over the groups of each way it is the
  whole register, which is compared with what stands in mart_indicator. A group of one or two respondents lets them be
  inferred, see conf_of_group.
-#}
{% macro family_groups(page) -%}
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
  {% set group = "nullif(project." ~ way.field ~ "_text, '')" if not way.first
    else "case when length(project." ~ way.field ~ "_text) >= " ~ way.first ~ " then substr(project." ~ way.field ~ "_text, 1, " ~ way.first ~ ") end" -%}
  {% set group = 'listed.section' if way.list else group -%}
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
  {% if way.list -%}
  left join {{ ref(way.list) }} as listed
    on substr(project.{{ way.field }}_text, 1, {{ way.first }}) between listed.first_division and listed.last_division
  {% endif -%}
  group by project.submission_id, project.time_period, coalesce({{ group }}, '_U')
  {{ 'union all' if not loop.last }}
  {% endfor %}
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
  {{ conf_of_group('compared.' ~ page.units, 'compared.submission_id, compared.register_dimension', 'compared.register_group') }} as conf_status,
  compared.is_synthetic,
  compared.submission_id,
  compared.first_row,
  compared.last_row
from compared
left join whole
  on compared.submission_id = whole.submission_id and compared.time_period = whole.time_period
left join reported
  on compared.time_period = reported.time_period
{%- endmacro %}
