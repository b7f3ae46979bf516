{#- A register's cells side by side: one field of a row as text, or as an amount. -#}
{% macro field_text(field) -%} max(case when field = '{{ field }}' then value_text end) {%- endmacro %}
{% macro field_amount(field) -%} max(case when field = '{{ field }}' then value_number end) {%- endmacro %}

{#- The same for a day, for 是 or 否, and for the cell that a field stands in. -#}
{% macro field_date(field) -%} max(case when field = '{{ field }}' then value_date end) {%- endmacro %}
{% macro field_flag(field) -%}
  case {{ field_text(field) }} when '是' then true when '否' then false end
{%- endmacro %}
{% macro field_cell(field) -%} max(case when field = '{{ field }}' then source_cell end) {%- endmacro %}

{#- One series of an indicator, by what tells it from the indicator's other series. -#}
{% macro is_series(indicator_id, accumulation='YTD', time_transform='N', measure='VALUE') -%}
  indicator_id = '{{ indicator_id }}' and accumulation = '{{ accumulation }}'
  and time_transform = '{{ time_transform }}' and measure = '{{ measure }}'
{%- endmacro %}

{#- Why a row has no number, day or 是/否 in a field: NOT_STATED where the cell is blank, NOT_READ where it holds
    something else (a mark, a word). NULL where there is a value. -#}
{% macro field_reason(field, value) -%}
  case
    when {{ value }} is not null then null
    when coalesce(max(case when field = '{{ field }}' then raw_text end), '') = '' then 'NOT_STATED'
    else 'NOT_READ'
  end
{%- endmacro %}
{% macro amount_reason(field) -%} {{ field_reason(field, field_amount(field)) }} {%- endmacro %}

{#- What every register ends with: whose data it is, whether it is invented, where its main field stands. -#}
{% macro register_row_ends(main_field) -%}
  {{ most_confidential_of() }} as conf_status,
  cast(max(cast(is_synthetic as integer)) as boolean) as is_synthetic,
  max(source_file) as source_file,
  max(source_sheet) as source_sheet,
  {{ field_cell(main_field) }} as source_cell,
  cast(max(cast(is_current as integer)) as boolean) as is_current
{%- endmacro %}

{#- One series of a family side by side with the others of its group: its value, why there is none, whether it
    is invented, and where it stands. `series` is a condition, see is_series. -#}
{% macro value_of(series) -%} max(case when {{ series }} then obs_value end) {%- endmacro %}
{% macro reason_of(series) -%}
  case
    when count(case when {{ series }} then 1 end) = 0 then 'NOT_REPORTED'
    else max(case when {{ series }} and obs_value is null then coalesce(nullif(obs_reason, ''), 'NOT_STATED') end)
  end
{%- endmacro %}
{% macro said_of(series, column) -%} max(case when {{ series }} then {{ column }} end) {%- endmacro %}
{% macro flag_of(series, column) -%}
  cast(max(case when {{ series }} then cast({{ column }} as integer) end) as boolean)
{%- endmacro %}

{#- The first and the last cell of rows that are counted together: D5 … D31. By the row's number, because D31 comes
    before D5 as text. -#}
{% macro first_to_last(cell, row_no) -%}
  {%- set placed = "concat(lpad(cast(" ~ row_no ~ " as " ~ dbt.type_string() ~ "), 10, '0'), " ~ cell ~ ")" -%}
  concat(substr(min({{ placed }}), 11), ' … ', substr(max({{ placed }}), 11))
{%- endmacro %}
