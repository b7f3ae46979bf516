-- grain: month. The months of the years from the first to the last that anything is reported of or due for.
with reported as (
  select {{ month_count('time_period') }} as month_at
  from {{ ref('mart_indicator') }}
  where status_class = 'actual' and length(time_period) = 7
),

years as (
  select
    {{ whole_quotient('min(month_at)', '12') }} as first_year,
    {{ whole_quotient('max(month_at)', '12') }} as last_year
  from (
    select month_at from reported
    union all
    select {{ month_count('time_period') }} as month_at from {{ ref('mart_submission_due') }}
  ) as told
),

months as (
  select
    cast(years.first_year + numbers.number as integer) as year,
    month_of_year.month_number
  from years
  -- Nobody's returns reach further back.
  cross join (
    {% for number in range(100) -%}
    select {{ number }} as number{{ ' union all ' if not loop.last }}
    {% endfor %}
  ) as numbers
  cross join (
    {% for number in range(1, 13) -%}
    select {{ number }} as month_number{{ ' union all ' if not loop.last }}
    {% endfor %}
  ) as month_of_year
  where years.first_year + numbers.number <= years.last_year
)

select
  make_date(year, month_number, 1) as month,
  year,
  cast({{ whole_quotient('month_number + 2', '3') }} as integer) as quarter,
  month_number,
  concat(cast(year as {{ dbt.type_string() }}), '年', cast(month_number as {{ dbt.type_string() }}), '月') as month_zh,
  concat(
    case month_number
      {%- for name in ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] %}
      when {{ loop.index }} then '{{ name }}'
      {%- endfor %}
    end,
    ' ',
    cast(year as {{ dbt.type_string() }})
  ) as month_en,
  year * 100 + month_number as month_order,
  make_date(year, cast({{ whole_quotient('month_number + 2', '3') }} as integer) * 3 - 2, 1) as quarter_start,
  year * 12 + month_number - 1 = coalesce((select max(month_at) from reported), -1) as is_latest_month
from months
