{#- The business calendar: months counted, days in China's time. -#}

{#- Months since the year 0, of the period's last month: 24287 of '2023-12' and of the year '2023'. -#}
{% macro month_count(period) -%}
  (cast(substr({{ period }}, 1, 4) as integer) * 12 + cast(coalesce(nullif(substr({{ period }}, 6, 2), ''), '12') as integer) - 1)
{%- endmacro %}

{#- The day of an instant in Asia/Shanghai, which is eight hours ahead of UTC in every season. -#}
{% macro business_day(instant) -%} cast({{ dbt.dateadd('hour', 8, instant) }} as date) {%- endmacro %}

{#- The first day of a period, by which BI tools join dim_month; of a year, of its December, where the whole year stands. -#}
{% macro first_day(period) -%}
  make_date(cast(substr({{ period }}, 1, 4) as integer), cast(coalesce(nullif(substr({{ period }}, 6, 2), ''), '12') as integer), 1)
{%- endmacro %}
