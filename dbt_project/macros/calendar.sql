{#- The business calendar: months counted, days by which returns are due, days in China's time. -#}

{#- Months since the year 0, of the period's last month: 24287 of '2023-12' and of the year '2023'. -#}
{% macro month_count(period) -%}
  (cast(substr({{ period }}, 1, 4) as integer) * 12 + cast(coalesce(nullif(substr({{ period }}, 6, 2), ''), '12') as integer) - 1)
{%- endmacro %}

{#- The day of the month that lies some months after a period; the month's last day where it is shorter. -#}
{% macro due_date(period, months_after, day) -%}
  {%- set count = '(' ~ month_count(period) ~ ' + ' ~ months_after ~ ')' -%}
  {%- set first = 'make_date(cast(' ~ whole_quotient(count, '12') ~ ' as integer), cast(' ~ count ~ ' % 12 + 1 as integer), 1)' -%}
  least(cast({{ dbt.dateadd('day', day ~ ' - 1', first) }} as date), cast(last_day({{ first }}) as date))
{%- endmacro %}

{#- The day of an instant in Asia/Shanghai, which is eight hours ahead of UTC in every season. -#}
{% macro business_day(instant) -%} cast({{ dbt.dateadd('hour', 8, instant) }} as date) {%- endmacro %}

{#- The first day of a period, by which BI tools join dim_month; of a year, of its December, where the whole year stands. -#}
{% macro first_day(period) -%}
  make_date(cast(substr({{ period }}, 1, 4) as integer), cast(coalesce(nullif(substr({{ period }}, 6, 2), ''), '12') as integer), 1)
{%- endmacro %}
