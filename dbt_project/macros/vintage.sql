{#-
  What the vintages of a value run inside: one form, one origin, one reporting level. A correction is a
  vintage of what was reported, and stands in one line with it.
-#}
{% macro vintage_line() -%} series_id, time_period, form_id, vintage_origin, reporting_level {%- endmacro %}
{% macro same_vintage_line(one, other) -%}
  {%- for name in ['series_id', 'time_period', 'form_id', 'vintage_origin', 'reporting_level'] -%}
  {{ one }}.{{ name }} = {{ other }}.{{ name }}{{ ' and ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{#- What names one value of int_observation: what one submission says of a series and period, of one origin and level. -#}
{% macro value_key(relation='') -%}
  {%- for name in ['series_id', 'time_period', 'submission_id', 'value_origin', 'reporting_level'] -%}
  {{ relation ~ '.' if relation }}{{ name }}{{ ', ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}
{% macro same_value(one, other) -%}
  {%- for name in ['series_id', 'time_period', 'submission_id', 'value_origin', 'reporting_level'] -%}
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

{#- The months of a value's window: a year, the year to date, or the month itself. -#}
{% macro window_end(row) -%}
  case when {{ row }}.freq = 'A' then concat(substr({{ row }}.time_period, 1, 4), '-12') else {{ row }}.time_period end
{%- endmacro %}
{% macro window_start(row, period) -%}
  case
    when {{ row }}.freq = 'A' or {{ row }}.accumulation = 'YTD' then concat(substr({{ period }}, 1, 4), '-01')
    else {{ period }}
  end
{%- endmacro %}
