{#-
  Whole numbers, and rounding. A ratio is rounded once, for display, from its exact operands: as a double
  2.345 % is a little less than 2.345 and would lose its tie. The mode is the variable `rounding`:
  half_up (四舍五入, what statistical offices print) or half_even (GB/T 8170-2008, 五成双); both round the
  absolute value, so that −2.345 goes the way of 2.345.
-#}

{#- Division without a remainder; the engines spell it differently. -#}
{% macro whole_quotient(dividend, divisor) -%}
  {{ return(adapter.dispatch('whole_quotient')(dividend, divisor)) }}
{%- endmacro %}
{% macro default__whole_quotient(dividend, divisor) -%} (({{ dividend }}) // ({{ divisor }})) {%- endmacro %}
{% macro spark__whole_quotient(dividend, divisor) -%} (({{ dividend }}) div ({{ divisor }})) {%- endmacro %}

{% macro whole_number_type() -%} {{ return(adapter.dispatch('whole_number_type')()) }} {%- endmacro %}
{% macro default__whole_number_type() -%} hugeint {%- endmacro %}
{% macro spark__whole_number_type() -%} decimal(38, 0) {%- endmacro %}

{#- An amount in millionths, the last place of DECIMAL(28,6), as a whole number. -#}
{% macro in_millionths(amount) -%}
  cast(({{ amount }}) * 1000000 as {{ whole_number_type() }})
{%- endmacro %}

{#- Half a unit of the last place of a value as it was reported: 0.5 × 10^(mult − decimals). -#}
{% macro half_ulp(unit_mult, decimals) -%}
  cast(0.5 * power(10, {{ unit_mult }} - {{ decimals }}) as decimal(28, 6))
{%- endmacro %}

{#-
  By how much a stated total may miss what a register adds up to: by the rounding of the rows (`tolerance`, nothing
  for a count), and by its own where it is stated coarser than they are.
-#}
{% macro total_tolerance(tolerance, half_ulp_rows, half_ulp_total) -%}
  cast(
    {{ tolerance }}
    + case when {{ tolerance }} > 0 and {{ half_ulp_total }} > {{ half_ulp_rows }} then {{ half_ulp_total }} else 0 end
    as decimal(28, 6)
  )
{%- endmacro %}

{#- The mode of rounding; a mode that nobody knows stops the build. -#}
{% macro rounding_mode() -%}
  {%- set mode = var('rounding', 'half_up') -%}
  {%- if mode not in ['half_up', 'half_even'] -%}
    {{ exceptions.raise_compiler_error("the variable rounding is '" ~ mode ~ "'; half_up or half_even is wanted") }}
  {%- endif -%}
  {{ return(mode) }}
{%- endmacro %}

{#-
  factor · n ÷ d rounded to `decimals` places (at most 6), from amounts n and d with at most six decimals.
  In whole numbers, with N and D in millionths and F = factor · 10^decimals:
      q = ⌊(2·F·|N| + D) ÷ 2D⌋, which is half up; a remainder of nothing is a tie, and half to even takes
      one off an odd q.
  NULL: an operand is, d is not positive, or the quotient has more digits than the type.
  Where the quotient lies far from a tie its double rounds to the same number in either mode, for a tenth of the
  time: below 10¹⁰ of the last place the double is off by less than 10⁻⁵ of one, and 10⁻⁴ is kept clear.
-#}
{% macro rounded_ratio(numerator, denominator, factor=1, decimals=2) -%}
  {%- set whole = whole_number_type() -%}
  {%- set unit = in_millionths(denominator) -%}
  {%- set doubled = '(2 * ' ~ (factor * 10 ** decimals) ~ ' * abs(' ~ in_millionths(numerator) ~ ') + ' ~ unit ~ ')' -%}
  {%- set divisor = '(2 * ' ~ unit ~ ')' -%}
  {%- set half_up = whole_quotient(doubled, divisor) -%}
  {%- set place = '0.' ~ '0' * (decimals - 1) ~ '1' if decimals else '1' -%}
  {%- set rounded -%}
    try_cast(
      {{ half_up }}
      {%- if rounding_mode() == 'half_even' %}
      - case when mod({{ doubled }}, {{ divisor }}) = 0 then mod({{ half_up }}, 2) else cast(0 as {{ whole }}) end
      {%- endif %}
      as decimal({{ 28 - decimals }}, 0))
  {%- endset -%}
  {%- set in_places -%}
    ({{ factor * 10 ** decimals }}.0 * cast({{ numerator }} as double) / cast({{ denominator }} as double))
  {%- endset -%}
  case when {{ denominator }} > 0 then
    case when {{ far_from_a_tie(in_places) }} then cast(round({{ in_places }}) / {{ 10 ** decimals }}.0 as decimal(28, {{ decimals }})) else cast(
      case when {{ numerator }} < 0 then -{{ rounded }} else {{ rounded }} end
      * cast({{ place }} as decimal({{ decimals + 1 }}, {{ decimals }}))
      as decimal(28, {{ decimals }})
    ) end
  end
{%- endmacro %}

{#- Whether a double is certain to round as the exact number does that it stands for: see rounded_ratio. -#}
{% macro far_from_a_tie(number) -%}
  abs({{ number }}) < 1e10 and abs(abs({{ number }}) - floor(abs({{ number }})) - 0.5) > 1e-4
{%- endmacro %}

{#-
  100 · n ÷ d rounded outward to six decimals, so that the bound lies beside every growth that it bounds:
  down for a lower bound, up for an upper one. NULL as in rounded_ratio.
-#}
{% macro percent_bound(numerator, denominator, upper) -%}
  {%- set size = '100 * 1000000 * abs(' ~ in_millionths(numerator) ~ ')' -%}
  {%- set unit = in_millionths(denominator) -%}
  {%- set towards_zero = whole_quotient(size, unit) -%}
  {%- set away = whole_quotient(size ~ ' + ' ~ unit ~ ' - 1', unit) -%}
  case when {{ denominator }} > 0 then
    cast(
      case
        when {{ numerator }} >= 0 then try_cast({{ away if upper else towards_zero }} as decimal(28, 0))
        else -try_cast({{ towards_zero if upper else away }} as decimal(28, 0))
      end * cast(0.000001 as decimal(7, 6))
      as decimal(28, 6)
    )
  end
{%- endmacro %}

{#- 100 · n ÷ d as a double: one rounding of each exact operand. NULL: an operand is, or d is not positive. -#}
{% macro ratio_percent(numerator, denominator) -%}
  case when {{ denominator }} > 0 then
    100.0 * cast({{ numerator }} as double) / cast({{ denominator }} as double)
  end
{%- endmacro %}

{#- A decimal with fewer decimals, in the mode of rounding. Casting rounds half up on every engine. -#}
{% macro rounded_decimal(value, decimals) -%}
  {%- set half_up = 'cast(' ~ value ~ ' as decimal(28, ' ~ decimals ~ '))' -%}
  {%- if rounding_mode() == 'half_up' -%}
    {{ half_up }}
  {%- else -%}
    {%- set place = '0.' ~ '0' * (decimals - 1) ~ '1' if decimals else '1' -%}
    {%- set half = '0.' ~ '0' * decimals ~ '5' -%}
    cast(
      case
        when abs({{ half_up }} - {{ value }}) <> {{ half }}
          or mod(cast(abs({{ half_up }}) * {{ 10 ** decimals }} as {{ whole_number_type() }}), 2) = 0
          then {{ half_up }}
        when {{ value }} < 0 then {{ half_up }} + cast({{ place }} as decimal({{ decimals + 1 }}, {{ decimals }}))
        else {{ half_up }} - cast({{ place }} as decimal({{ decimals + 1 }}, {{ decimals }}))
      end
      as decimal(28, {{ decimals }})
    )
  {%- endif -%}
{%- endmacro %}

{#- A value divided by 10^mult for display, exactly: by multiplying with the inverse. From 千 (3) to 亿 (8). -#}
{% macro in_display_unit(value, unit_mult) -%}
  {{ value }} * case {{ unit_mult }}
    {%- for power in range(1, 9) %}
    when {{ power }} then cast({{ '0.' ~ '0' * (power - 1) ~ '1' }} as decimal(9, 8))
    {%- endfor %}
    else cast(1 as decimal(9, 8))
  end
{%- endmacro %}

{#-
  An amount divided by 10^unit_mult, as text with a given number of decimals, in the mode of rounding. What is not
  zero is never printed as 0: it gets four decimals, or as many as show its first two digits (1032 美元 are 0.1032
  万美元 where whole ones are shown), without zeros at the end. `in_places`: the same as a double, in units of the
  last place that is printed (see last_places); far from a tie it is printed from there, else exactly.
-#}
{% macro decimal_text(value, decimals, unit_mult='0', in_places='') -%}
  {%- set in_places = in_places or last_places(value, decimals, unit_mult) -%}
  {%- set exact = '(' ~ (value if unit_mult == '0' else in_display_unit(value, unit_mult)) ~ ')' -%}
  case
    when {{ far_from_a_tie(in_places) }} and ({{ value }} = 0 or round({{ in_places }}) <> 0) then
      case {{ decimals }}
        {%- for places in range(5) %}
        when {{ places }} then cast(cast(round({{ in_places }}) / {{ 10 ** places }}.0 as decimal(18, {{ places }})) as {{ dbt.type_string() }})
        {%- endfor %}
        else {{ rounded_text(exact, decimals) }}
      end
    when {{ value }} <> 0 and cast({{ rounded_text(exact, decimals) }} as decimal(28, 6)) = 0 then {{ small_text(exact) }}
    else {{ rounded_text(exact, decimals) }}
  end
{%- endmacro %}
{% macro last_places(value, decimals, unit_mult='0') -%}
  (cast({{ value }} as double) * power(10.0, {{ decimals }} - {{ unit_mult }}))
{%- endmacro %}

{#- From 0.001 on four decimals show two digits; the last place of an amount in 亿 is the fourteenth. -#}
{% macro small_text(value) -%}
  trim(trailing '0' from case
    {%- for places in range(4, 14) %}
    when abs({{ value }}) >= 0.{{ '0' * (places - 2) }}1 then cast({{ rounded_decimal('(' ~ value ~ ')', places) }} as {{ dbt.type_string() }})
    {%- endfor %}
    else cast({{ rounded_decimal('(' ~ value ~ ')', 14) }} as {{ dbt.type_string() }})
  end)
{%- endmacro %}

{% macro rounded_text(value, decimals) -%}
  case {{ decimals }}
    {%- for places in range(5) %}
    when {{ places }} then cast({{ rounded_decimal('(' ~ value ~ ')', places) }} as {{ dbt.type_string() }})
    {%- endfor %}
    else cast({{ rounded_decimal('(' ~ value ~ ')', 6) }} as {{ dbt.type_string() }})
  end
{%- endmacro %}
