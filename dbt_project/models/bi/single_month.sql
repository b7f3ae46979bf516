-- grain: line × month, or quarter where a line is quarterly. The month alone: as a form states it, else as the year to
-- date less that of the month before; with its growth over the same month a year ago (当月同比), as stated, else computed
-- from the two months.
with month as (
  select
    series_id,
    time_period,
    level_id,
    month_id,
    coalesce(month_stated, month_derived) as month_amount,
    case when month_stated is not null then 'stated' when month_derived is not null then 'derived' end as origin,
    coalesce(month_derived_reason, month_stated_reason) as month_reason,
    month_note_zh,
    month_on_month,
    month_on_month_reason,
    case
      when month_stated is not null then concat(',', invented_figures, ',') like '%,month_stated,%'
      else is_synthetic
    end as is_synthetic
  from {{ ref('mart_single_month') }}
),

latest as (
  select series_id, max(time_period) as last_period
  from month
  where month_amount is not null
  group by series_id
),

grown as (
  select
    month.*,
    last_year.month_amount as amount_last_year,
    last_year.origin as origin_last_year,
    stated.obs_value as growth_stated,
    case
      when stated.obs_value is null and last_year.month_amount > 0 and month.month_amount >= 0 and month.origin = last_year.origin
        then {{ growth_percent_rounded('month.month_amount', 'last_year.month_amount') }}
    end as growth_computed,
    coalesce(stated.is_synthetic, false) as stated_is_synthetic,
    month.is_synthetic or last_year.is_synthetic as computed_is_synthetic,
    coalesce(month.time_period = latest.last_period, false) as is_latest
  from month
  left join month as last_year
    on month.series_id = last_year.series_id and {{ period_before('month.time_period', 12) }} = last_year.time_period
  left join latest
    on month.series_id = latest.series_id
  left join {{ ref('mart_growth_rate') }} as growth
    on month.month_id = growth.level_id
  left join {{ ref('mart_indicator') }} as stated
    on growth.growth_id = stated.observation_id
)

select
  concat_ws('|', line.series_id, line.time_period) as row_key,
  {{ first_day('line.time_period') }} as month,
  {{ period_words('line.time_period', 'line.freq', "'PERIOD'") }} as period_zh,
  line.line_order,
  line.line_zh,
  line.area_zh,
  line.display_unit_zh as unit_zh,
  {{ display_figure('grown.month_amount', 'line.display_unit_mult') }} as month_value,
  {{ display_figure('grown.amount_last_year', 'line.display_unit_mult') }} as month_value_last_year,
  {{ two_decimals('coalesce(grown.growth_stated, grown.growth_computed)') }} as month_growth,
  {{ two_decimals('grown.month_on_month') }} as month_on_month,
  case
    when grown.month_amount is null then concat('[', coalesce(why.code_zh, grown.month_reason, '未填'), ']')
    else concat_ws(
      '；',
      case grown.origin when 'stated' then '填报' else '推算' end,
      nullif(grown.month_note_zh, ''),
      case
        when grown.growth_stated is not null then '同比为填报'
        when grown.growth_computed is not null then '同比为计算'
        when grown.amount_last_year is null then '没有上年同月数'
        when grown.amount_last_year = 0 then '上年同月为0，不算同比'
        when grown.amount_last_year < 0 or grown.month_amount < 0 then '当月或上年同月为负，不算同比'
        when grown.origin <> grown.origin_last_year then '当月与上年同月一为填报、一为推算，不算同比'
      end,
      case
        when grown.month_on_month is not null then null
        when grown.month_on_month_reason = 'YEAR_BEGINS' then over_month.code_zh
        when grown.month_on_month_reason = 'BASE_ZERO' then '不比上月：上月为0'
        when grown.month_on_month_reason = 'BASE_NEGATIVE' then '不比上月：上月为负'
        else concat('不比上月：', coalesce(over_month.code_zh, grown.month_on_month_reason))
      end,
      case
        when grown.is_synthetic or grown.stated_is_synthetic or (grown.growth_computed is not null and grown.computed_is_synthetic)
          then concat('示例：', {{ names_where({
            '当月数': 'grown.is_synthetic',
            '当月同比': 'case when grown.growth_stated is not null then grown.stated_is_synthetic else grown.growth_computed is not null and grown.computed_is_synthetic end',
          }) }})
      end
    )
  end as state_zh,
  grown.is_latest
from {{ ref('int_line') }} as line
inner join grown
  on line.level_id = grown.level_id
left join {{ ref('dim_code') }} as why
  on why.code_list = 'CL_COMPUTED_REASON' and grown.month_reason = why.code
left join {{ ref('dim_code') }} as over_month
  on over_month.code_list = 'CL_COMPUTED_REASON' and grown.month_on_month_reason = over_month.code
where line.freq in ('M', 'Q') and line.accumulation = 'YTD'
