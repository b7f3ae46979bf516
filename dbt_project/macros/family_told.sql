{#-
  The first half of a family's mart: which observation is which figure of a page, and in which row it stands. What a
  page is, see ingest/family/page.py; the names of the columns, dbt_project/dictionary/families.yml.
-#}

{#- Whether an observation is a figure: by the dimensions that the page says; those of the grain are free. -#}
{% macro is_figure(series) -%}
  {%- for name, words in series.items() -%}
  value_now.{{ name }} {{ "= '" ~ words[0] ~ "'" if words | length == 1 else "in ('" ~ words | join("', '") ~ "')" }}{{ ' and ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{#- Where observations are taken from: what speaks now; what each return said, by its own month; what a register
    adds up to; and the registers that were handed in without a row for a figure, which is none of it. -#}
{% macro family_source(page, source) -%}
  {%- set of_page -%}
    {%- if page.families -%}
    value_now.indicator_id in (select indicator_id from {{ ref('stg_indicator') }} where family in ('{{ page.families | join("', '") }}'))
    {%- else -%}
    value_now.indicator_id in ('{{ page.indicators | join("', '") }}')
    {%- endif -%}
  {%- endset -%}
  {%- if source == 'current' -%}
  from {{ ref('mart_indicator') }} as value_now
  where {{ of_page }}
  {%- elif source == 'return' -%}
  from {{ ref('fct_observation') }} as value_now
  inner join {{ ref('int_submission_current') }} as submission
    on value_now.submission_id = submission.submission_id
  inner join {{ ref('stg_indicator') }} as indicator
    on value_now.indicator_id = indicator.indicator_id and value_now.form_id = indicator.primary_form
  where value_now.is_current and {{ of_page }}
  {%- elif source == 'register' -%}
  from {{ ref('int_vintage') }} as value_now
  where value_now.is_current and value_now.value_origin = 'register' and {{ of_page }}
  {%- elif source == 'without_rows' -%}
  from (
    select
      measure.indicator_id,
      'VALUE' as measure,
      indicator.method_id,
      '{{ var("office_area") }}' as ref_area,
      '_T' as place_id,
      '_Z' as component_area,
      measure.breakdown,
      measure.freq,
      measure.accumulation,
      'N' as time_transform,
      indicator.display_unit_zh,
      indicator.currency,
      measure.status_class,
      measure.target_kind,
      'OWN' as scope_basis,
      submission.period as time_period,
      submission.submission_id,
      indicator.conf_status
    from {{ ref('int_submission_current') }} as submission
    inner join {{ ref('stg_register_measure') }} as measure
      on submission.form_id = measure.form_id and measure.freq = 'M' and measure.year_field is null
    inner join {{ ref('stg_indicator') }} as indicator
      on measure.indicator_id = indicator.indicator_id
    where submission.is_current
  ) as value_now
  where {{ of_page }}
  {%- endif -%}
{%- endmacro %}

{#- What is taken of an observation, by source: what a register handed in without rows has instead, and nothing of what
    a source does not know. -#}
{% macro family_attribute(name, source) -%}
  {%- set of_nothing = {
    'series_id': "''", 'observation_id': 'cast(null as bigint)', 'obs_value': 'cast(0 as decimal(28, 6))', 'obs_reason': "''",
    'is_synthetic': 'false', 'display_value': "'0'", 'value_origin': "'register'", 'qualifier': "'eq'",
  } -%}
  {%- set attributes = page_attributes() -%}
  {%- set known_to = {
    'current': attributes.keys() | list, 'return': attributes.keys() | reject('in', of_current_alone()) | list,
    'register': [], 'without_rows': ['display_unit_zh', 'scope_basis', 'status_class', 'submission_id'],
  } -%}
  {%- if source == 'without_rows' and name in of_nothing -%}
  {{ of_nothing[name] }} as {{ name }}
  {%- elif name not in attributes or name in known_to[source] -%}
  value_now.{{ name }}
  {%- else -%}
  cast(null as {{ attributes[name] or dbt.type_string() }}) as {{ name }}
  {%- endif -%}
{%- endmacro %}

{#- What a page may ask of an observation besides its value, with its type, '' for text; and what mart_indicator alone
    has. Asked for at each column of each page: dbt's own macro for the type was called 20,000 times a build, 2 s. -#}
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

{#- Where a page lists several words for a dimension, the first of them comes first; but of bases see standing_rank. -#}
{% macro family_choice(figures) -%}
  {%- set chosen = [] -%}
  {%- for figure in figures -%}
    {%- set places = [] -%}
    {%- for name, words in figure.series.items() if words | length > 1 and name != 'scope_basis' -%}
      {%- set place -%}
      {{ 10 ** loop.index0 }} * case value_now.{{ name }}{% for word in words %} when '{{ word }}' then {{ loop.index }}{% endfor %} end
      {%- endset -%}
      {%- do places.insert(0, place) -%}
    {%- endfor -%}
    {%- if places -%}
      {%- do chosen.append('when ' ~ is_figure(figure.series) ~ ' then ' ~ places | join(' + ')) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ 'case ' ~ chosen | join(' ') ~ ' else 0 end' if chosen else '0' }}
{%- endmacro %}

{#- The relation `said`: a row of the grain with the value, the reason, the id and the marks of every figure. Of several
    observations the last of the period speaks, then that on the comparable base, as in int_growth. -#}
{% macro family_said(page) -%}
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
      when {{ is_figure(figure.series) }} then '{{ figure.name }}'
      {%- endfor %}
    end as figure,
    {{ family_choice(source.figures) }} as choice,
    {{ '4' if source.name == 'without_rows' else standing_rank('value_now') }} as standing,
    {% for name in page.attributes -%}
    {{ family_attribute(name, source.name) }}{{ ',' if not loop.last }}
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
    {% for figure in page.observed -%}
    {% set is_it = "figure = '" ~ figure.name ~ "'" -%}
    {{ value_of(is_it) }} as {{ figure.name }},
    {{ family_reason_of(is_it, figure.absent) }} as {{ figure.name }}_reason,
    {{ said_of(is_it, 'observation_id') }} as {{ figure.name }}_id,
    {{ said_of(is_it, 'conf_status') }} as {{ figure.name }}_conf,
    {{ flag_of(is_it, 'is_synthetic') }} as {{ figure.name }}_invented,
    {% for name in figure.takes -%}
    {{ flag_of(is_it, name) if name == 'has_break' else said_of(is_it, name) }} as {{ figure.name }}_{{ name }},
    {% endfor -%}
    {% endfor -%}
    count(*) as observations
  from placed
  where place = 1
  group by {{ page.grain | join(', ') }}
)
{%- endmacro %}

{#- Why a figure has no value; `absent`: what is said where nobody states it. -#}
{% macro family_reason_of(series, absent) -%}
  case
    when count(case when {{ series }} then 1 end) = 0 then '{{ absent }}'
    else max(case when {{ series }} and obs_value is null then coalesce(nullif(obs_reason, ''), 'NOT_STATED') end)
  end
{%- endmacro %}
