{#-
  What the vintages of a value run inside: one form, one origin, one reporting level. A correction is a
  vintage of what was reported, and stands in one line with it.
-#}
{% macro vintage_line_names() -%} {{ return(['series_key', 'month', 'form_id', 'vintage_origin', 'reporting_level']) }} {%- endmacro %}
{% macro vintage_line(relation='') -%}
  {%- for name in vintage_line_names() -%}
  {{ relation ~ '.' if relation }}{{ name }}{{ ', ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}
{% macro same_vintage_line(one, other) -%}
  {%- for name in vintage_line_names() -%}
  {{ one }}.{{ name }} = {{ other }}.{{ name }}{{ ' and ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{#- In one line: in the order of receipt, and a correction after what it corrects. -#}
{% macro vintage_order() -%} received_at, sequence, case value_origin when 'corrected' then 2 else 1 end {%- endmacro %}

{#- Which source of a value speaks first: what was reported before what a register adds up to; then who recognised it. -#}
{% macro origin_rank() -%} case vintage_origin when 'reported' then 1 when 'register' then 2 else 3 end {%- endmacro %}
{% macro level_rank() -%} case reporting_level when 'final' then 1 when 'recognised' then 2 else 3 end {%- endmacro %}

{#-
  An average to six decimals, half up, from whole numbers: a sum of DECIMAL(28, 6) over a count. DECIMAL
  divided by anything is a double on DuckDB, and a sum of doubles depends on its order.
-#}
{% macro exact_average(total, number) -%}
  {%- set whole = whole_number_type() -%}
  cast(
    sign({{ total }})
    * try_cast({{ whole_quotient('2 * abs(cast((' ~ total ~ ') * 1000000 as ' ~ whole ~ ')) + ' ~ number, '2 * nullif(' ~ number ~ ', 0)') }} as decimal(28, 0))
    * cast(0.000001 as decimal(7, 6))
    as decimal(28, 6)
  )
{%- endmacro %}

{#- The first month of a value's window, as months are counted: of the year, or of the month itself. The last is `month`. -#}
{% macro window_start(row, month) -%}
  case
    when {{ row }}.freq = 'A' or {{ row }}.accumulation = 'YTD' then {{ month }} - ({{ month }}) % 12
    else {{ month }}
  end
{%- endmacro %}

{#-
  A column of int_reading beside its value: what is withdrawn has no cell and no words of it, and what is corrected
  has no bounds, but still the text of the cell. `value` and `reading` are the relations.
-#}
{% macro as_read(name, value='value_then', reading='reading') -%}
  {%- set nothing = {
    'low_inclusive': 'null', 'high_inclusive': 'null', 'bound_basis': "'_Z'", 'reported_value': 'null', 'raw_text': "''",
    'number_format': "'General'", 'rank_of_n': 'null', 'rank_universe': "'_Z'", 'rank_basis': "'_Z'", 'multiple_stated': 'null',
    'semantics': "''", 'comment_obs': "''", 'sheet': "''", 'cell': "''", 'row_path': "''", 'col_path': "''",
  } -%}
  {%- if name not in nothing -%}
  {{ reading }}.{{ name }}
  {%- else -%}
  case when {{ value }}.value_origin
    {%- if name in ['low_inclusive', 'high_inclusive', 'bound_basis'] %} in ('withdrawn', 'corrected'){% else %} = 'withdrawn'{% endif %} then {{ nothing[name] }} else {{ reading }}.{{ name }} end
  {%- endif %} as {{ name }}
{%- endmacro %}
