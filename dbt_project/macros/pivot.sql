{#- A register's cells side by side: one field of a row as text, or as an amount. -#}
{% macro field_text(field) -%} max(case when field = '{{ field }}' then value_text end) {%- endmacro %}
{% macro field_amount(field) -%} max(case when field = '{{ field }}' then value_number end) {%- endmacro %}

{#- One series of an indicator, by what tells it from the indicator's other series. -#}
{% macro is_series(indicator_id, accumulation='YTD', time_transform='N', measure='VALUE') -%}
  indicator_id = '{{ indicator_id }}' and accumulation = '{{ accumulation }}'
  and time_transform = '{{ time_transform }}' and measure = '{{ measure }}'
{%- endmacro %}

{#- Whether a register row counts for a measure: `condition` is the cell that its condition, if any, is about. -#}
{% macro counts_for(measure, condition) -%}
  (
    {{ measure }}.where_field is null
    or (coalesce({{ condition }}.value_text, '') = {{ measure }}.where_value) = ({{ measure }}.where_op = '=')
  )
{%- endmacro %}
