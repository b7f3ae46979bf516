{#- Division without a remainder; the engines spell it differently. -#}
{% macro whole_quotient(dividend, divisor) -%}
  {{ return(adapter.dispatch('whole_quotient')(dividend, divisor)) }}
{%- endmacro %}
{% macro default__whole_quotient(dividend, divisor) -%} (({{ dividend }}) // ({{ divisor }})) {%- endmacro %}
{% macro spark__whole_quotient(dividend, divisor) -%} (({{ dividend }}) div ({{ divisor }})) {%- endmacro %}

{% macro whole_number_type() -%} {{ return(adapter.dispatch('whole_number_type')()) }} {%- endmacro %}
{% macro default__whole_number_type() -%} hugeint {%- endmacro %}
{% macro spark__whole_number_type() -%} decimal(38, 0) {%- endmacro %}

{#- Half a unit of the last place of a value as it was reported: 0.5 × 10^(mult − decimals). -#}
{% macro half_ulp(unit_mult, decimals) -%}
  cast(0.5 * power(10, {{ unit_mult }} - {{ decimals }}) as decimal(28, 6))
{%- endmacro %}

{#- Growth in percent over a positive base, as a double: one rounding, of an exact difference. -#}
{% macro growth_percent(current, base) -%}
  100.0 * cast({{ current }} - {{ base }} as double) / cast({{ base }} as double)
{%- endmacro %}

{#-
  The same growth rounded half up to two decimals from the exact operands, so that a tie is a tie:
  2.345 % as a double is a little less than 2.345. With n = 100·(x₁−x₀) and d = x₀ in millionths,
  round(100·n/d) = sign(n) · ⌊(2·100·|n| + d) / 2d⌋ in whole numbers.
-#}
{% macro growth_percent_rounded(current, base) -%}
  {%- set whole = whole_number_type() -%}
  {%- set change = 'cast((' ~ current ~ ' - ' ~ base ~ ') * 1000000 as ' ~ whole ~ ')' -%}
  {%- set unit = 'cast(' ~ base ~ ' * 1000000 as ' ~ whole ~ ')' -%}
  cast(
    sign({{ current }} - {{ base }})
    * try_cast({{ whole_quotient('2 * 10000 * abs(' ~ change ~ ') + ' ~ unit, '2 * ' ~ unit) }} as decimal(26, 0))
    * cast(0.01 as decimal(3, 2))
    as decimal(28, 2)
  )
{%- endmacro %}

{#-
  Whether a reported growth can be the growth of the two levels as they were reported: inside the
  interval reached when both move by half an ulp, widened by half an ulp of the rate. By multiplying
  out, because DECIMAL / DECIMAL is a double on DuckDB and loses scale on Spark. A rate of 10¹² % or a
  base of 10¹⁴ is too wide to multiply and gives NULL; gate 1 has long asked about either.
-#}
{% macro growth_agrees(reported, half_ulp_reported, current, half_ulp_current, base, half_ulp_base) -%}
  (
    try_cast({{ reported }} - {{ half_ulp_reported }} + 100 as decimal(18, 6)) * try_cast({{ base }} - {{ half_ulp_base }} as decimal(20, 6))
      <= 100 * ({{ current }} + {{ half_ulp_current }})
    and try_cast({{ reported }} + {{ half_ulp_reported }} + 100 as decimal(18, 6)) * try_cast({{ base }} + {{ half_ulp_base }} as decimal(20, 6))
      >= 100 * ({{ current }} - {{ half_ulp_current }})
  )
{%- endmacro %}

{#- How far from the computed growth a reported one may lie, in percentage points. -#}
{% macro growth_tolerance(half_ulp_reported, current, half_ulp_current, base, half_ulp_base) -%}
  cast({{ half_ulp_reported }} as double) + 100.0 * (
    cast({{ current }} + {{ half_ulp_current }} as double) / cast({{ base }} - {{ half_ulp_base }} as double)
    - cast({{ current }} as double) / cast({{ base }} as double)
  )
{%- endmacro %}

{#- A value divided by 10^mult for display, exactly: by multiplying with the inverse. -#}
{% macro in_display_unit(value, unit_mult) -%}
  {{ value }} * case {{ unit_mult }}
    when 8 then cast(0.00000001 as decimal(9, 8))
    when 4 then cast(0.0001 as decimal(9, 8))
    else cast(1 as decimal(9, 8))
  end
{%- endmacro %}

{#- A decimal as text with a given number of decimals, half up. -#}
{% macro decimal_text(value, decimals) -%}
  case {{ decimals }}
    {%- for places in range(5) %}
    when {{ places }} then cast(cast({{ value }} as decimal(28, {{ places }})) as {{ dbt.type_string() }})
    {%- endfor %}
    else cast(cast({{ value }} as decimal(28, 6)) as {{ dbt.type_string() }})
  end
{%- endmacro %}
