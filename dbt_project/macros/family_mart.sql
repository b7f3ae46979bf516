{#-
  A mart of a family, from its page: for each figure <f>, <f>_reason and <f>_id, beside it what the page asks for, and of
  the row which of its figures are confidential or invented. File, sheet and cell of a figure: join fct_observation on
  its id.
-#}
{% macro family_mart(page) -%}
{%- set columns, joins, marks = [], [], [] -%}
{%- for name in page.grain -%}
  {%- do columns.append('said.' ~ name) -%}
  {%- if name == 'ref_area' -%}
    {%- do columns.append('area.area_zh') -%}
    {%- do joins.append('inner join ' ~ ref('dim_area') ~ ' as area\n  on said.ref_area = area.ref_area') -%}
  {%- elif name == 'indicator_id' -%}
    {%- do columns.append('indicator.indicator_zh') -%}
    {%- do joins.append('inner join ' ~ ref('dim_indicator') ~ ' as indicator\n  on said.indicator_id = indicator.indicator_id') -%}
  {%- endif -%}
{%- endfor -%}
{%- for figure in page.figures -%}
  {{- family_figure(figure, columns, joins, marks) -}}
{%- endfor -%}
{%- for parts in page.parts -%}
  {{- family_parts(parts, page.grain, columns, joins, marks) -}}
{%- endfor -%}
{%- for count in page.counts -%}
  {{- family_count(count, columns, marks) -}}
{%- endfor -%}
{%- for register in page.registers -%}
  {%- do joins.append('left join ' ~ register.name ~ '_counted\n  on said.' ~ register.of ~ '_submission_id = ' ~ register.name ~ '_counted.submission_id') -%}
{%- endfor -%}
{%- for ratio in page.ratios -%}
  {{- family_ratio(ratio, columns, marks) -}}
{%- endfor -%}
{%- if page.contribution -%}
  {{- family_contribution(page.contribution, columns, joins, marks) -}}
{%- endif -%}
with {{ family_said(page) }}
{%- for register in page.registers %},

{{ family_register(register) }}
{%- endfor %}
{%- if page.figures | selectattr('growth') | list %},

growth_rate as (
  select *
  from {{ ref('mart_growth_rate') }} as value_now
  where {{ family_indicators(page) }}
)
{%- endif %}
{%- if page.parts %},

-- A whole and its parts are rounded each by itself: half a unit of its last place.
rounding as (
  select
    {% for name in page.grain -%}
    placed.{{ name }},
    {% endfor -%}
    {% for parts in page.parts -%}
    cast(sum(case when figure in ('{{ parts.whole }}', '{{ parts.parts | join("', '") }}') then {{ half_ulp('observation.reported_unit_mult', 'observation.reported_decimals') }} end) as decimal(28, 6)) as of_{{ parts.name }}{{ ',' if not loop.last }}
    {% endfor %}
  from placed
  inner join {{ ref('int_value') }} as observation
    on placed.observation_id = observation.observation_id
  where placed.place = 1
  group by {% for name in page.grain %}placed.{{ name }}{{ ', ' if not loop.last }}{% endfor %}
)
{%- endif %}

select
  {{ columns | join(',\n  ') }},
  coalesce(said.{{ page.main }}_display_value, '[未报]') as display_value,
  coalesce(said.{{ page.main }}_display_unit_zh, '') as display_unit_zh,
  coalesce(said.{{ page.main }}_conf, 'F') as conf_status,
  coalesce(said.{{ page.main }}_invented, false) as is_synthetic,
  {{ family_names(marks, page.main, 'conf') }} as restricted_figures,
  {{ family_names(marks, page.main, 'invented') }} as invented_figures
from said
{{ joins | join('\n') }}
{%- endmacro %}

{#- The columns beside the main one that are restricted, or invented; empty where none is. -#}
{% macro family_names(marks, main, what) -%}
  {%- set named = [] -%}
  {%- for mark in marks -%}
    {%- set columns = mark.columns | reject('equalto', main) | list -%}
    {%- if columns -%}
      {%- set holds = mark.invented if what == 'invented' else '(' ~ mark.conf ~ ") <> 'F'" -%}
      {%- do named.append('case when ' ~ mark.is_there ~ ' and ' ~ holds ~ " then '" ~ columns | join(',') ~ "' end") -%}
    {%- endif -%}
  {%- endfor -%}
  {{ "concat_ws(',', " ~ named | join(',\n    ') ~ ')' if named else "''" }}
{%- endmacro %}

{#- A number that counts: whole, or none. 27.5 is no 28, and says why it is not there. -#}
{% macro is_whole(value) -%} cast(cast({{ value }} as decimal(22, 0)) as decimal(28, 6)) = {{ value }} {%- endmacro %}
{% macro whole_count(value) -%} case when {{ is_whole(value) }} then try_cast({{ value }} as integer) end {%- endmacro %}
{% macro whole_count_reason(value, reason) -%}
  case when {{ value }} is not null and try_cast({{ whole_count(value) }} as integer) is null then 'NOT_A_COUNT' else {{ reason }} end
{%- endmacro %}

{#- An observed figure: its value, why there is none, its id, and what the page wants beside it. -#}
{% macro family_figure(figure, columns, joins, marks) -%}
  {%- set f = figure.name -%}
  {{- family_value('said.' ~ f, f, 'said.' ~ f ~ '_reason', figure.count, columns) -}}
  {%- do columns.append('said.' ~ f ~ '_id') -%}
  {%- do marks.append(family_mark(f, figure.beside)) -%}
  {%- for name, attribute in figure.beside -%}
    {%- set taken = 'said.' ~ f ~ '_' ~ attribute -%}
    {%- if attribute in ['qualifier', 'scope_basis', 'status_class', 'value_origin', 'rank_universe', 'rank_basis'] -%}
      {%- set taken = 'coalesce(' ~ taken ~ ", '_Z')" -%}
    {%- elif attribute in ['break_reason_zh', 'break_reason_en'] -%}
      {%- set taken = 'coalesce(' ~ taken ~ ", '')" -%}
    {%- elif attribute == 'reconciliation' -%}
      {%- set taken = 'coalesce(' ~ taken ~ ", 'single')" -%}
    {%- elif attribute == 'has_break' -%}
      {%- set taken = 'coalesce(' ~ taken ~ ', false)' -%}
    {%- endif -%}
    {%- do columns.append(taken ~ ' as ' ~ f ~ '_' ~ name) -%}
  {%- endfor -%}
  {%- if figure.reconciled -%}
    {%- do columns.append('coalesce(said.' ~ f ~ "_reconciliation, 'single') as " ~ f ~ '_reconciliation') -%}
  {%- endif -%}
  {%- if figure.recomputed -%}
    {%- do joins.append(
      'left join ' ~ ref('int_rank') ~ ' as ' ~ f ~ '_ranked\n  on said.' ~ f ~ '_series_id = ' ~ f ~ '_ranked.series_id and said.time_period = ' ~ f ~ '_ranked.time_period'
    ) -%}
    {%- do columns.append('try_cast(' ~ f ~ '_ranked.rank_computed as integer) as ' ~ figure.recomputed) -%}
    {%- do columns.append('case when ' ~ f ~ "_ranked.series_id is null then 'NOT_REPORTED' end as " ~ figure.recomputed ~ '_reason') -%}
    {#- A rank rests on every value ranked. -#}
    {%- do marks.append({
      'columns': [figure.recomputed], 'is_there': f ~ '_ranked.series_id is not null',
      'conf': 'coalesce(said.' ~ f ~ "_conf, 'F')", 'invented': 'coalesce(' ~ f ~ '_ranked.is_synthetic, false)',
    }) -%}
  {%- endif -%}
  {%- if figure.summed -%}
    {%- set sum = 'said.' ~ f ~ '_summed' -%}
    {#- Without a row a register adds up to nothing, unless something is stated that its rows should have been. -#}
    {%- set unsaid = sum ~ '_id is null and coalesce(said.' ~ f ~ ', 0) <> 0' -%}
    {{- family_value(
      'case when ' ~ unsaid ~ ' then null else ' ~ sum ~ ' end', f ~ '_summed',
      'case when ' ~ unsaid ~ " then 'NOT_REPORTED' else " ~ sum ~ '_reason end', figure.count, columns
    ) -}}
    {%- do columns.append(sum ~ '_id') -%}
    {%- do marks.append(family_mark(f ~ '_summed')) -%}
  {%- endif -%}
  {%- if figure.growth -%}
    {{- family_growth(figure, figure.growth, columns, joins, marks) -}}
  {%- endif -%}
{%- endmacro %}

{#- An observed figure, and its bounds, go by the marks of its observation. -#}
{% macro family_mark(name, beside=[]) -%}
  {%- set columns = [name] -%}
  {%- for suffix, attribute in beside if attribute in ['value_low', 'value_high'] -%}
    {%- do columns.append(name ~ '_' ~ suffix) -%}
  {%- endfor -%}
  {{ return({
    'columns': columns, 'is_there': 'said.' ~ name ~ '_conf is not null', 'conf': 'said.' ~ name ~ '_conf',
    'invented': 'said.' ~ name ~ '_invented',
  }) }}
{%- endmacro %}

{% macro family_value(value, name, reason, is_count, columns) -%}
  {%- if is_count -%}
    {%- do columns.append(whole_count(value) ~ ' as ' ~ name) -%}
    {%- do columns.append(whole_count_reason(value, reason) ~ ' as ' ~ name ~ '_reason') -%}
  {%- else -%}
    {%- do columns.append(value ~ ' as ' ~ name) -%}
    {%- do columns.append(reason ~ ' as ' ~ name ~ '_reason') -%}
  {%- endif -%}
{%- endmacro %}
