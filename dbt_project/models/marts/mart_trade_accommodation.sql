-- grain: indicator × area × period. Wholesale, retail, accommodation and catering above quota: the month
-- and the year to date side by side, each with the growth that was fed back.
{% set month = "value_now.accumulation = 'PERIOD' and value_now.time_transform = 'N' and value_now.measure = 'VALUE'" %}
{% set month_growth = "value_now.accumulation = 'PERIOD' and value_now.time_transform = 'G1Y' and value_now.measure = 'VALUE'" %}
{% set ytd = "value_now.accumulation = 'YTD' and value_now.time_transform = 'N' and value_now.measure = 'VALUE'" %}
{% set ytd_growth = "value_now.accumulation = 'YTD' and value_now.time_transform = 'G1Y' and value_now.measure = 'VALUE'" %}
select
  value_now.indicator_id,
  max(value_now.indicator_zh) as indicator_zh,
  value_now.ref_area,
  max(value_now.area_zh) as area_zh,
  value_now.time_period,
  max(case when {{ month }} then value_now.obs_value end) as month_value,
  max(case when {{ month }} then value_now.obs_reason end) as month_reason,
  max(case when {{ month_growth }} then value_now.obs_value end) as month_growth_reported,
  max(case when {{ month_growth }} then value_now.obs_reason end) as month_growth_reason,
  max(case when {{ ytd }} then value_now.obs_value end) as ytd_value,
  max(case when {{ ytd }} then value_now.obs_reason end) as ytd_reason,
  max(case when {{ ytd_growth }} then value_now.obs_value end) as ytd_growth_reported,
  max(growth.growth_computed_rounded) as ytd_growth_computed_rounded,
  max(growth.reason) as ytd_growth_reason,
  try_cast(max(case when value_now.measure = 'RANK' then value_now.obs_value end) as integer) as rank_reported,
  cast(max(cast(value_now.is_synthetic as integer)) as boolean) as is_synthetic
from {{ ref('mart_indicator') }} as value_now
inner join {{ ref('stg_indicator') }} as indicator
  on value_now.indicator_id = indicator.indicator_id and indicator.family = 'trade_accommodation'
left join {{ ref('mart_growth_rate') }} as growth
  -- Not "and value_now.is_default": with a condition on one side alone DuckDB compares every row with every row.
  on case when value_now.is_default then value_now.series_id end = growth.series_id
  and value_now.time_period = growth.time_period
group by value_now.indicator_id, value_now.ref_area, value_now.time_period
