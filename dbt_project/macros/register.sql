{#- A register's rows, of the fields that the office's forms declare: one row of the sheet as one submission says it.

    `fields`: [column, field, kind]: as it is published, as the form calls it, and what it holds. A text is empty where
    nothing is written; an amount, a day and 是/否 say why they are not there. `cell_of`: the field whose cell stands
    for the row. `derived`: further columns, from those of the row. -#}
{% macro register(name, fields, cell_of, derived='') -%}
with listed as (
  select
    submission_id,
    time_period,
    row_no,
    max(row_key) as row_key,
    {%- for column, field, kind in fields %}
    {{ field_as(kind, field) }} as {{ column }},
    {%- if kind != 'text' %}
    {{ field_reason(field, field_as(kind, field)) }} as {{ column }}_reason,
    {%- endif %}
    {%- endfor %}
    {{ register_row_ends(cell_of) }}
  from {{ ref('fct_register_cell') }}
  where register = '{{ name }}'
  group by submission_id, time_period, row_no
)

select
  listed.*
  {{- ',\n  ' ~ derived if derived }}
from listed
{%- endmacro %}

{#- What a field holds, by its kind. -#}
{% macro field_as(kind, field) -%}
  {%- if kind == 'amount' -%} {{ field_amount(field) }}
  {%- elif kind == 'date' -%} {{ field_date(field) }}
  {%- elif kind == 'flag' -%} {{ field_flag(field) }}
  {#- A version of the form that has no such field says nothing in it. -#}
  {%- else -%} coalesce({{ field_text(field) }}, '')
  {%- endif -%}
{%- endmacro %}

{#- What single registers say besides their fields. -#}

{#- An estate of a year after the return's own is a plan. -#}
{% macro derived_of_estate() -%}
  coalesce(renovation_year > substr(time_period, 1, 4), false) as is_plan
{%- endmacro %}

{#- Completion is of the year's plan; the planned total is of the project's whole life and measures no year. -#}
{% macro derived_of_key_project() -%}
  {{ completion_percent('completed_ytd', 'planned_year') }} as completion_of_year,
  {{ completion_percent_rounded('completed_ytd', 'planned_year') }} as completion_of_year_rounded,
  {{ completion_reason('completed_ytd', 'planned_year') }} as completion_of_year_reason
{%- endmacro %}

{#- Whether a row waits to be decided: nobody has said 是 or 否 of it. -#}
{% macro is_waiting(answer) -%} {{ answer }} in ('', '待认定') {%- endmacro %}

{#-
  Whether a row counts from a later month on than its return's (`month`: what its month_field says, 2024-02 or a day of it):
  recognised in May, it is no recognised capital of March, and waits there. Blank: it counts at once.
-#}
{% macro counts_later(month, period) -%} substr(coalesce({{ month }}, ''), 1, 7) > {{ period }} {%- endmacro %}

{#- Whether two relations speak of one measure of one return. -#}
{% macro same_measure(one, other) -%}
  {%- for name in ['submission_id', 'indicator_id', 'breakdown', 'freq', 'accumulation', 'status_class', 'target_kind'] -%}
  {{ one }}.{{ name }} = {{ other }}.{{ name }}{{ ' and ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}
