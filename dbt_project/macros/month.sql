{#- Single months from values of a year to date. -#}

{#- The month of a period as a number: 12 of '2023-12'. -#}
{% macro month_number(period) -%} cast(substr({{ period }}, 6, 2) as integer) {%- endmacro %}

{#-
  The month's own value, in the unit of the operands: YTD(m) − YTD(m−1), and YTD(1) in January; with `months` 3 the
  quarter's. The months of a year add up to its year to date. Negative where what was counted is taken back (a divestment, projects
  removed from the register). NULL: an operand is. Whether it may be taken at all, see mart_single_month.
-#}
{% macro single_month(ytd, ytd_before, period, months=1) -%}
  case
    when {{ month_number(period) }} <= {{ months }} then cast({{ ytd }} as decimal(28, 6))
    else {{ difference(ytd, ytd_before) }}
  end
{%- endmacro %}
