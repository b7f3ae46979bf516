{#-
  Growth and what goes with it. Operands are amounts of one series (one scope, one price basis), cumulative
  over the same months; rates are in percent. Every formula is NULL where it would say something false, and
  the model that asks says why. Sources: the National Bureau of Statistics of China (NBS), as dated.
-#}

{#-
  同比增速 growth over a year, percent: 100 · (x₁ − x₀) ÷ x₀.
  NULL: an operand is, or the base is zero (BASE_ZERO) or negative (BASE_NEGATIVE): the sign of the ratio
  would mislead, and NBS prints words there (see turn).
-#}
{% macro growth_percent(current, base) -%}
  {{ ratio_percent('(' ~ current ~ ' - ' ~ base ~ ')', base) }}
{%- endmacro %}

{#- The same, rounded once from the exact operands. NULL: as growth_percent. -#}
{% macro growth_percent_rounded(current, base, decimals=2) -%}
  {{ rounded_ratio('(' ~ current ~ ' - ' ~ base ~ ')', base, 100, decimals) }}
{%- endmacro %}

{#-
  Bounds of the growth of operands that are known only by bounds (近11倍, 80余户, 27个以上), percent: the most
  that x₁ can be over the least that x₀ can be, and the other way about. A point is its own two bounds.
  NULL is no bound: the operand that would decide it is not bounded there, or no positive base is certain.
-#}
{% macro growth_low(current_low, base_low, base_high) -%}
  case when {{ base_low }} > 0 then
    case
      when {{ current_low }} >= 0 then {{ percent_bound('(' ~ current_low ~ ' - ' ~ base_high ~ ')', base_high, upper=false) }}
      else {{ percent_bound('(' ~ current_low ~ ' - ' ~ base_low ~ ')', base_low, upper=false) }}
    end
  end
{%- endmacro %}
{% macro growth_high(current_high, base_low, base_high) -%}
  case when {{ base_low }} > 0 then
    case
      when {{ current_high }} >= 0 then {{ percent_bound('(' ~ current_high ~ ' - ' ~ base_low ~ ')', base_low, upper=true) }}
      else {{ percent_bound('(' ~ current_high ~ ' - ' ~ base_high ~ ')', base_high, upper=true) }}
    end
  end
{%- endmacro %}

{#-
  发展速度 and 定基指数, percent: 100 · x₁ ÷ x₀, which is growth + 100 over last year's period, and an index
  over any other base. A new base makes a new series. NULL: an operand is, or the base is not positive.
-#}
{% macro index_percent(current, base) -%} {{ ratio_percent(current, base) }} {%- endmacro %}

{#- 增减量, in the unit of the operands: x₁ − x₀. Defined for any base; NULL: an operand is. -#}
{% macro difference(current, base) -%}
  cast({{ current }} - {{ base }} as decimal(28, 6))
{%- endmacro %}

{#-
  环比 growth over the month before, percent: 100 · (xₜ − xₜ₋₁) ÷ xₜ₋₁, of single months. National ones are
  seasonally adjusted; this one is not. NULL: as growth_percent; or `one_vintage` is not true, because a
  revision would be taken for growth; and never of fixed-asset investment, whose months are no differences
  of its year-to-date values (see single_month).
-#}
{% macro period_on_period_percent(current, previous, one_vintage) -%}
  case when {{ one_vintage }} then {{ growth_percent(current, previous) }} end
{%- endmacro %}

{#-
  两年平均增速, percent: 100 · (√(xₜ ÷ xₜ₋₂) − 1). "以2019年相应同期数为基数,采用几何平均的方法" (NBS 2021-03-27).
  NULL: an operand is, the base is not positive, or the ratio under the root is negative.
-#}
{% macro two_year_average_of_levels(current, base) -%}
  case when {{ base }} > 0 and {{ current }} >= 0 then
    100.0 * sqrt(cast({{ current }} as double) / cast({{ base }} as double)) - 100.0
  end
{%- endmacro %}

{#-
  The same from the two years' published rates: 100 · (√((1 + g₁)(1 + g₂)) − 1). NULL: a rate is, or is below
  −100 %: two such factors have a positive product and mean nothing.
-#}
{% macro two_year_average_of_rates(first_rate, second_rate) -%}
  case when {{ first_rate }} >= -100 and {{ second_rate }} >= -100 then
    sqrt(cast(100 + {{ first_rate }} as double) * cast(100 + {{ second_rate }} as double)) - 100.0
  end
{%- endmacro %}

{#-
  年均增速 over n years, percent: 100 · ((xₙ ÷ x₀)^(1/n) − 1). "2021—2025年年均" has 2020 as its base and n = 5.
  Needs the two ends alone. NULL: an operand is, the base is not positive, the level is negative, or n is not positive.
-#}
{% macro average_annual_growth(current, base, years) -%}
  case when {{ base }} > 0 and {{ current }} >= 0 and {{ years }} > 0 then
    100.0 * power(cast({{ current }} as double) / cast({{ base }} as double), 1.0 / cast({{ years }} as double)) - 100.0
  end
{%- endmacro %}

{#-
  Which way a figure turned where the base is negative or the level is, and a rate would mislead. NBS prints
  "同比增亏", "同比由亏转盈" of profits, which the catalogue names (is_profit); of capital and other flows the words are those
  that are right of any figure. Empty: neither is negative, they are equal, or nothing was there to turn (base
  zero). NULL: an operand is.
-#}
{% macro turn(current, base, is_profit, language) -%}
  {%- set words = {
    'zh': [('由亏转盈', '由负转正'), ('由盈转亏', '由正转负'), ('减亏', '负值收窄'), ('增亏', '负值扩大')],
    'en': [
      ('loss to profit', 'negative to positive'), ('profit to loss', 'positive to negative'),
      ('smaller loss', 'less negative'), ('greater loss', 'more negative'),
    ],
  }[language] -%}
  {%- set turns = [base ~ ' < 0 and ' ~ current ~ ' > 0', base ~ ' > 0 and ' ~ current ~ ' < 0',
    base ~ ' < 0 and ' ~ current ~ ' > ' ~ base, base ~ ' < 0 and ' ~ current ~ ' < ' ~ base] -%}
  case
    when {{ current }} is null or {{ base }} is null then null
    {%- for turned in turns %}
    when {{ turned }} then case when {{ is_profit }} then '{{ words[loop.index0][0] }}' else '{{ words[loop.index0][1] }}' end
    {%- endfor %}
    else ''
  end
{%- endmacro %}

{#-
  Whether some 100 · n ÷ d, with n and d inside their bounds and d positive, lies inside the bounds of a
  reported percentage. A bound that is NULL is none. By multiplying out, because DECIMAL / DECIMAL is a
  double on DuckDB and loses scale on Spark. A rate of 10¹² % or a divisor of 10¹⁴ is too wide to multiply
  and gives NULL; gate 1 has long asked about either.
-#}
{% macro ratio_agrees(reported_low, reported_high, numerator_low, numerator_high, denominator_low, denominator_high) -%}
  {%- set most = 'case when ' ~ numerator_high ~ ' >= 0 then ' ~ denominator_low ~ ' else ' ~ denominator_high ~ ' end' -%}
  {%- set least = 'case when ' ~ numerator_low ~ ' >= 0 then ' ~ denominator_high ~ ' else ' ~ denominator_low ~ ' end' -%}
  case when {{ denominator_low }} > 0 then (
    (
      {{ reported_low }} is null or {{ numerator_high }} is null or {{ most }} is null
      or try_cast({{ reported_low }} as decimal(18, 6)) * try_cast({{ most }} as decimal(20, 6)) <= 100 * ({{ numerator_high }})
    )
    and (
      {{ reported_high }} is null or {{ numerator_low }} is null or {{ least }} is null
      or try_cast({{ reported_high }} as decimal(18, 6)) * try_cast({{ least }} as decimal(20, 6)) >= 100 * ({{ numerator_low }})
    )
  ) end
{%- endmacro %}

{#-
  Whether a reported growth can be the growth of the two levels as they were reported: inside the interval
  reached when both move by half a unit of their last place, widened by half a unit of the rate's. Growth
  within bounds is x₁ ÷ x₀ within the bounds plus 100.
-#}
{% macro growth_agrees_within(reported_low, reported_high, current_low, current_high, base_low, base_high) -%}
  {{ ratio_agrees(
    '(' ~ reported_low ~ ' + 100)', '(' ~ reported_high ~ ' + 100)',
    '(' ~ current_low ~ ')', '(' ~ current_high ~ ')', '(' ~ base_low ~ ')', '(' ~ base_high ~ ')'
  ) }}
{%- endmacro %}

{#- How far from the computed growth a reported one may lie, in percentage points. NULL: no positive base is certain. -#}
{% macro growth_tolerance(half_ulp_reported, current, half_ulp_current, base, half_ulp_base) -%}
  case when {{ base }} > {{ half_ulp_base }} then
    cast({{ half_ulp_reported }} as double) + 100.0 * (
      cast({{ current }} + {{ half_ulp_current }} as double) / cast({{ base }} - {{ half_ulp_base }} as double)
      - cast({{ current }} as double) / cast({{ base }} as double)
    )
  end
{%- endmacro %}
