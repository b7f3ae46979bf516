{#- How far a target is reached, beside how far the year has gone. -#}

{#-
  目标完成率, percent: 100 · x ÷ T; where less is better (a ceiling, 控制数) 100 · T ÷ x.
  NULL: an operand is, or what is divided by is not positive: there is no target, or nothing is used of a ceiling.
-#}
{% macro completion_percent(actual, target, lower_is_better=false) -%}
  {{ ratio_percent(target, actual) if lower_is_better else ratio_percent(actual, target) }}
{%- endmacro %}
{% macro completion_percent_rounded(actual, target, decimals=2, lower_is_better=false) -%}
  {{ rounded_ratio(target, actual, 100, decimals) if lower_is_better else rounded_ratio(actual, target, 100, decimals) }}
{%- endmacro %}

{#- Why a target has no completion, see completion_percent; NULL where it has one. -#}
{% macro completion_reason(actual, target) -%}
  case
    when {{ target }} is null then 'PLAN_MISSING'
    when {{ target }} <= 0 then 'PLAN_NOT_POSITIVE'
    when {{ actual }} is null then 'ACTUAL_MISSING'
  end
{%- endmacro %}

{#- 序时进度, percent: 100 · m ÷ 12 for a year to date that ends with month m (January–February: 16.67). NULL: m is. -#}
{% macro time_progress_percent(month) -%}
  100.0 * {{ month }} / 12
{%- endmacro %}

{#-
  超(欠)进度, percentage points: completion − time progress, positive where the target runs ahead. A city's
  statistics of October 2006 say 125.64 % as "超进度42.31%" and 70.41 % as "欠进度12.92%". Not for targets that
  are themselves rates of growth: there the gap is actual − target, in points. NULL: an operand is.
-#}
{% macro progress_gap_pp(completion, month) -%}
  {{ completion }} - {{ time_progress_percent(month) }}
{%- endmacro %}

{#- The same rounded once, exactly from actual and target. -#}
{% macro progress_gap_pp_of_levels(actual, target, month, decimals=2) -%}
  {{ rounded_ratio('(12 * ' ~ actual ~ ' - ' ~ month ~ ' * ' ~ target ~ ')', '(12 * ' ~ target ~ ')', 100, decimals) }}
{%- endmacro %}

{#-
  The gap of a target that is itself a rate of growth, percentage points: growth − target. Such a target is not
  spread over the months of the year. NULL: an operand is.
-#}
{% macro rate_target_gap_pp(growth, target) -%} ({{ growth }} - {{ target }}) {%- endmacro %}

{#- Whether two amounts are ten, a hundred … times one another: a unit that slipped. NULL: one is. -#}
{% macro power_of_ten_apart(one, other) -%}
  (
    {{ one }} > 0 and {{ other }} > 0
    and ({% for powers in [1, 2, 3, 4, 6, 8] -%}
      {{ one }} = {{ 10 ** powers }} * {{ other }} or {{ other }} = {{ 10 ** powers }} * {{ one }}{{ ' or ' if not loop.last }}
    {%- endfor %})
  )
{%- endmacro %}
