{#- The key dimensions of a series, in the order of ingest/observation.py: both sides hash the same text. -#}
{% macro dimensions() -%}
  {{ return([
    'indicator_id', 'measure', 'method_id', 'ref_area', 'place_id', 'component_area', 'breakdown', 'freq',
    'accumulation', 'time_transform', 'currency', 'price_basis', 'unit_measure', 'status_class',
    'target_kind', 'scope_basis',
  ]) }}
{%- endmacro %}

{#- A series' id. `other` replaces dimensions by SQL expressions: series_id({'time_transform': "'N'"}). -#}
{% macro series_id(other={}) -%}
  md5(concat_ws('|'{% for name in dimensions() %}, {{ other.get(name, name) }}{% endfor %}))
{%- endmacro %}

{#-
  The key of a value: the first 60 bits of the MD5 of its series, period, submission, origin and reporting level,
  0 … 2⁶⁰ − 1. What is read has it from where it is read (ingest/observation.py): the same bits. `other` replaces
  columns by SQL expressions, as in series_id.
-#}
{% macro observation_id(other={}) -%}
  {%- set parts = [] -%}
  {%- for name in ['series_id', 'time_period', 'submission_id', 'value_origin', 'reporting_level'] -%}
    {%- do parts.append(other.get(name, name)) -%}
  {%- endfor -%}
  {{ return(whole_of_hex("substr(md5(concat_ws('|', " ~ parts | join(', ') ~ ")), 1, 15)")) }}
{%- endmacro %}

{#- The key of what a mart computes, of the mart and the grain of its row; the same bits as observation_id. -#}
{% macro result_id(mart, grain) -%}
  {{ return(whole_of_hex("substr(md5(concat_ws('|', '" ~ mart ~ "', " ~ grain | join(', ') ~ ")), 1, 15)")) }}
{%- endmacro %}

{#- Fifteen hexadecimal digits as a whole number; the engines spell it differently. -#}
{% macro whole_of_hex(digits) -%} {{ return(adapter.dispatch('whole_of_hex')(digits)) }} {%- endmacro %}
{% macro default__whole_of_hex(digits) -%} {{ return("cast(concat('0x', " ~ digits ~ ") as bigint)") }} {%- endmacro %}
{% macro spark__whole_of_hex(digits) -%} {{ return("cast(conv(" ~ digits ~ ", 16, 10) as bigint)") }} {%- endmacro %}

{#- What a level, its growth and its base share: every dimension but transform, unit, scope and measure. -#}
{% macro growth_key() -%}
  md5(concat_ws('|'{% for name in dimensions() if name not in ['time_transform', 'unit_measure', 'scope_basis', 'measure'] %}, {{ name }}{% endfor %}))
{%- endmacro %}

{% macro period_before(period, months) -%}
  {#- '2023-12' twelve months earlier, '2023' a year: by the calendar, never by the row before. Of a year only
      whole years are known; some months before it is a text that joins to nothing. -#}
  {%- if months % 12 == 0 -%}
  concat(lpad(cast(cast(substr({{ period }}, 1, 4) as integer) - {{ months // 12 }} as {{ dbt.type_string() }}), 4, '0'), substr({{ period }}, 5))
  {%- else -%}
  {%- set month = 'try_cast(substr(' ~ period ~ ', 6, 2) as integer)' -%}
  {%- set count = 'cast(substr(' ~ period ~ ', 1, 4) as integer) * 12 + ' ~ month ~ ' - 1 - ' ~ months -%}
  concat(
    lpad(cast({{ whole_quotient(count, '12') }} as {{ dbt.type_string() }}), 4, '0'),
    '-',
    lpad(cast(({{ count }}) % 12 + 1 as {{ dbt.type_string() }}), 2, '0')
  )
  {%- endif -%}
{%- endmacro %}

{#- Of several statements of one thing that differ in their scope, which one stands: that on the comparable base, then
    any other; one that was withdrawn after all others. -#}
{% macro standing_rank(relation='') -%}
  {%- set row = relation ~ '.' if relation -%}
  case when {{ row }}value_origin = 'withdrawn' then 3 when {{ row }}scope_basis = 'COMPARABLE' then 1 else 2 end
{%- endmacro %}

{#- What an actual value and its target share: every dimension but status, kind of target, time and measure. -#}
{% macro target_key() -%}
  {%- set own = ['status_class', 'target_kind', 'freq', 'accumulation', 'scope_basis', 'measure', 'time_transform', 'unit_measure'] -%}
  md5(concat_ws('|'{% for name in dimensions() if name not in own %}, {{ name }}{% endfor %}))
{%- endmacro %}

{#- Whether a point lies inside bounds, each of which may be absent, included or not. -#}
{% macro within(point, low, low_inclusive, high, high_inclusive) -%}
  (
    ({{ low }} is null or {{ point }} > {{ low }} or ({{ low_inclusive }} and {{ point }} = {{ low }}))
    and ({{ high }} is null or {{ point }} < {{ high }} or ({{ high_inclusive }} and {{ point }} = {{ high }}))
  )
{%- endmacro %}
