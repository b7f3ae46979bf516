-- grain: series × period, where a break lies between the period and the same period two years before: a growth over
-- those years then compares two things. The latest such break, and how many years back it is first met (`years`). The
-- window of the base counts from its first month on: a year to date that began before the break is of both scopes,
-- and so is the growth of the year after.
with crossed as (
  select
    value_now.series_key,
    value_now.month,
    stated.break_period,
    stated.break_kind,
    stated.break_reason_zh,
    stated.break_reason_en,
    stated.break_source,
    case when {{ month_count('stated.break_period') }} > {{ window_start('value_now', 'value_now.month - 12') }} then 1 else 2 end as years,
    row_number() over (
      partition by value_now.series_key, value_now.month
      order by stated.break_period desc, stated.break_kind, stated.break_source
    ) as place
  from {{ ref('int_indicator_current') }} as value_now
  inner join {{ ref('stg_break') }} as stated
    on {{ breaks_series('stated', 'value_now') }}
  where value_now.status_class = 'actual'
    and {{ month_count('stated.break_period') }} <= value_now.month
    and {{ month_count('stated.break_period') }} > {{ window_start('value_now', 'value_now.month - 24') }}
)

select
  series_key,
  month,
  years,
  break_period,
  break_kind,
  break_reason_zh,
  break_reason_en,
  break_source
from crossed
where place = 1
