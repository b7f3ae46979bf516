-- grain: line × month (or quarter) that has the one before it in its year. Why the growth of a year to date moved: by the month just
-- added. With G the growth as a ratio, B the base of the year to date, l the month and b the same month a year ago
--     G1 - G0 = (l - b * (1 + G0)) / B1
-- is exact and needs no order, which a level effect beside a base effect would. Where a month cannot be had, or the two
-- bases are not of one kind, a growth is told in words (a base too small for a
-- percentage), or what was stated is not the growth of what stands beside it, nor the month what the two years to date
-- leave for it, there is no row. The growth of the month is that of single_month: one figure has one growth.
with paired as (
  select
    line.line_id,
    line.series_id,
    line.time_period,
    line.freq,
    line.period_zh,
    line.line_order,
    line.line_zh,
    line.area_zh,
    line.display_unit_zh,
    line.display_unit_mult,
    line.growth,
    line.growth_computed,
    line.base_value,
    line.value_is_synthetic or line.growth_is_synthetic or before.before_is_synthetic as is_invented,
    before.is_latest,
    before.growth_before,
    before.growth_computed_before,
    before.obs_value_before as ytd_before,
    before.base_value_before as base_before,
    month_now.month_derived as month_now,
    line.base_value - before.base_value_before as month_last_year
  from {{ ref('int_line') }} as line
  inner join {{ ref('int_line_before') }} as before
    on line.line_id = before.line_id
  inner join {{ ref('mart_single_month') }} as month_now
    on line.level_id = month_now.level_id
  where line.freq in ('M', 'Q') and line.accumulation = 'YTD' and line.growth_computed is not null
    and before.is_just_before and before.growth_computed_before is not null and line.base_source = before.base_source_before
    and month_now.month_derived is not null
    and coalesce(month_now.month_stated, month_now.month_derived) = month_now.month_derived
    and line.is_own_growth and before.is_own_growth_before and before.growth_before = before.growth_shown_before
),

explained as (
  select
    paired.*,
    -- What the month would have had to be for the growth to stay: never stored as an amount, only shown.
    case
      when base_before > 0
        then cast(month_last_year as double) * (cast(ytd_before as double) / cast(base_before as double))
    end as month_needed,
    growth_computed - growth_computed_before as moved_pp
  from paired
),

shown as (
  select
    explained.*,
    {{ display_figure('month_now', 'display_unit_mult') }} as month_value,
    {{ display_figure('month_last_year', 'display_unit_mult') }} as month_value_last_year,
    {{ display_figure('month_needed', 'display_unit_mult') }} as needed,
    {{ display_figure('base_value', 'display_unit_mult') }} as base,
    {{ two_decimals('moved_pp') }} as explained_pp
  from explained
)

select
  concat_ws('|', shown.series_id, shown.time_period) as row_key,
  {{ first_day('shown.time_period') }} as month,
  shown.period_zh,
  shown.line_order,
  shown.line_zh,
  shown.area_zh,
  shown.display_unit_zh as unit_zh,
  {{ two_decimals('shown.growth') }} as growth,
  {{ two_decimals('shown.growth_before') }} as growth_before,
  {{ two_decimals('shown.growth - shown.growth_before') }} as growth_change_pp,
  shown.month_value,
  shown.month_value_last_year,
  month_alone.month_growth,
  shown.needed as month_needed,
  shown.base,
  shown.explained_pp,
  concat(
    case shown.freq when 'Q' then '本季' else '当月' end, {{ shown_text('shown.month_value') }}, shown.display_unit_zh,
    case shown.freq when 'Q' then '，上年同季' else '，上年同月' end, {{ shown_text('shown.month_value_last_year') }}, shown.display_unit_zh,
    '，按上期增速应为', {{ shown_text('shown.needed') }}, shown.display_unit_zh,
    '；两者之差÷基数', {{ shown_text('shown.base') }}, shown.display_unit_zh,
    '＝', case when shown.explained_pp > 0 then '+' else '' end, {{ shown_text('shown.explained_pp') }}, '个百分点',
    {{ invented_mark('shown.is_invented') }}
  ) as why_zh,
  shown.is_latest
from shown
left join {{ ref('single_month') }} as month_alone
  on month_alone.row_key = concat_ws('|', shown.series_id, shown.time_period)
