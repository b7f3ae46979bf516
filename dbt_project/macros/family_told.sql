{#-
  The first half of a family's mart: which observation is which figure of a page, and in which row it stands. What a
  page is, see ingest/family/page.py; the names of the columns, dbt_project/dictionary/families.yml.
-#}

{#- The indicators of a page: those that its figures name, or those of its families. -#}
{% macro family_indicators(page) -%}
  {%- if page.families -%}
  value_now.indicator_id in (select indicator_id from {{ ref('dim_indicator') }} where family in ('{{ page.families | join("', '") }}'))
  {%- else -%}
  value_now.indicator_id in ('{{ page.indicators | join("', '") }}')
  {%- endif -%}
{%- endmacro %}

{#- Where observations are taken from: what speaks now; what each return said, by its own month; and what a register
    adds up to. -#}
{% macro family_source(page, source) -%}
  {%- set of_page = family_indicators(page) -%}
  {%- if source == 'current' -%}
  from {{ ref('mart_indicator') }} as value_now
  where {{ of_page }}
  {%- elif source == 'return' -%}
  from {{ ref('fct_observation') }} as value_now
  inner join {{ ref('int_submission_current') }} as submission
    on value_now.submission_id = submission.submission_id
  inner join {{ ref('dim_indicator') }} as indicator
    on value_now.indicator_id = indicator.indicator_id and value_now.form_id = indicator.primary_form
  -- A year's figure that each month's return says again stands in the row of each: what it said then.
  where value_now.stands_in_slot and {{ of_page }}
  {%- elif source == 'register' -%}
  from {{ ref('int_vintage') }} as value_now
  where value_now.is_current and value_now.value_origin = 'register' and {{ of_page }}
  {%- endif -%}
{%- endmacro %}

{#- What a page may ask of an observation besides its value, with its type, '' for text; and what mart_indicator alone
    has. dbt's own macro for the type of a text takes long, and is asked once a page. -#}
{% macro page_attributes() -%}
  {{ return({
    'qualifier': '', 'value_low': 'decimal(28, 6)', 'value_high': 'decimal(28, 6)', 'scope_basis': '', 'status_class': '',
    'value_origin': '', 'rank_of_n': 'integer', 'rank_universe': '', 'rank_basis': '', 'has_break': 'boolean',
    'break_reason_zh': '', 'break_reason_en': '', 'reconciliation': '', 'submission_id': '', 'display_value': '',
    'display_unit_zh': '',
  }) }}
{%- endmacro %}
{% macro of_current_alone() -%}
  {{ return(['display_value', 'display_unit_zh', 'reconciliation', 'has_break', 'break_reason_zh', 'break_reason_en']) }}
{%- endmacro %}

{#- The relation `said`: a row of the grain with the value, the reason, the id and the marks of every figure. Of several
    observations the last of the period speaks, then that on the comparable base, as in int_growth. -#}
{% macro family_said(page) -%}
{%- set types, text = page_attributes(), dbt.type_string() -%}
{#- What a source knows of the attributes. -#}
{%- set known_to = {
  'current': types.keys() | list, 'return': types.keys() | reject('in', of_current_alone()) | list, 'register': [],
} -%}
found as (
  {%- for source in page.sources %}
  {{ 'union all' if not loop.first }}
  select
    {% for name in page.grain -%}
    {{ 'submission.period as time_period' if name == 'time_period' and source.name == 'return' else 'value_now.' ~ name }},
    {% endfor -%}
    value_now.time_period as said_of,
    case
      {%- for figure in source.figures %}
      when {{ figure.is_it }} then '{{ figure.name }}'
      {%- endfor %}
    end as figure,
    {{ source.choice }} as choice,
    {{ standing_rank('value_now') }} as standing,
    {% for name in page.attributes -%}
    {% if name not in types or name in known_to[source.name] -%}
    value_now.{{ name }}
    {%- else -%}
    cast(null as {{ types[name] or text }}) as {{ name }}
    {%- endif %}{{ ',' if not loop.last }}
    {% endfor %}
  {{ family_source(page, source.name) }}
  {%- endfor %}
),

placed as (
  select
    standing_in.*,
    row_number() over (
      partition by {{ page.grain | join(', ') }}, figure
      order by said_of desc, choice, standing, series_id
    ) as place
  from (
    select
      {% for name in page.grain -%}
      {% set elsewhere = page.elsewhere.get(name) -%}
      {% if elsewhere -%}
      case figure {% for figure, expression in elsewhere.items() %}when '{{ figure }}' then {{ expression }} {% endfor %}else {{ name }} end as {{ name }},
      {% else -%}
      {{ name }},
      {% endif -%}
      {% endfor -%}
      said_of,
      figure,
      choice,
      standing,
      {{ page.attributes | join(',\n      ') }}
    from found
    where figure is not null
  ) as standing_in
),

said as (
  select
    {{ page.grain | join(',\n    ') }},
    {#- Not by macros: a call of one costs dbt as much as everything else of a column. #}
    {% for figure in page.observed -%}
    {% set f, when = figure.name, "case when figure = '" ~ figure.name ~ "' then " -%}
    max({{ when }}obs_value end) as {{ f }},
    case
      when count({{ when }}1 end) = 0 then '{{ figure.absent }}'
      else max(case when figure = '{{ f }}' and obs_value is null then coalesce(nullif(obs_reason, ''), 'NOT_STATED') end)
    end as {{ f }}_reason,
    max({{ when }}observation_id end) as {{ f }}_id,
    max({{ when }}conf_status end) as {{ f }}_conf,
    cast(max({{ when }}cast(is_synthetic as integer) end) as boolean) as {{ f }}_invented,
    {% for name in figure.takes -%}
    {% if name == 'has_break' -%}
    cast(max({{ when }}cast(has_break as integer) end) as boolean) as {{ f }}_has_break,
    {% elif name == 'said_of' -%}
    {#- Until when a figure is, where there is one: 截至2025年1月 over a blank cell says of no figure until when it is. #}
    max(case when figure = '{{ f }}' and (obs_value is not null or coalesce(obs_reason, '') not in ('', 'NOT_STATED')) then said_of end) as {{ f }}_said_of,
    {% else -%}
    max({{ when }}{{ name }} end) as {{ f }}_{{ name }},
    {% endif -%}
    {% endfor -%}
    {% endfor -%}
    count(*) as observations
  from placed
  where place = 1
  group by {{ page.grain | join(', ') }}
)
{%- endmacro %}
