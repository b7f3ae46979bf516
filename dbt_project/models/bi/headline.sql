-- grain: line × period. What a meeting reads of a line in a row: value, growth, target, rank and what to know of them.
with held as (
  select form_id, max({{ month_count('time_period') }}) as held_month
  from {{ ref('submission') }}
  where decision = 'hold'
  group by form_id
)

select
  concat_ws('|', line.series_id, line.time_period) as row_key,
  {{ first_day('line.time_period') }} as month,
  line.period_zh,
  line.line_order,
  line.line_zh,
  line.area_zh,
  line.display_unit_zh as unit_zh,
  line.value,
  {{ two_decimals('line.growth') }} as growth,
  line.growth_zh,
  {{ two_decimals('line.growth - before.growth_before') }} as growth_change_pp,
  amount.target,
  {{ narrow_percent('amount.completion') }} as completion,
  {{ narrow_percent('amount.gap') }} as gap_pp,
  coalesce(amount.standing_zh, rate.standing_zh, '无目标') as standing_zh,
  line.rank_now as rank,
  line.rank_of_n as rank_of,
  {{ rank_change('line', 'before') }} as rank_change,
  {{ state_words(
    'line',
    'before.is_latest and held.held_month > ' ~ month_count('line.time_period'),
    'line.value_words',
    {
      '本期数': 'line.value_is_synthetic',
      '同比': 'line.growth_is_synthetic',
      '目标': 'coalesce(amount.target_is_synthetic, rate.target_is_synthetic, false)',
      '位次': 'line.rank_is_synthetic',
    },
  ) }} as state_zh,
  coalesce(before.is_latest, false) as is_latest
from {{ ref('int_line') }} as line
left join {{ ref('int_line_before') }} as before
  on line.line_id = before.line_id
left join {{ ref('int_target_line') }} as amount
  on line.series_id = amount.series_id and line.time_period = amount.time_period and amount.place_of_kind = 1
left join {{ ref('int_target_line') }} as rate
  on line.growth_series_id = rate.series_id and line.time_period = rate.time_period and rate.place_of_kind = 1
left join held
  on line.form_id = held.form_id
