-- grain: a level series × period × base period. A level against the same months of an earlier year, two years back
-- or more: growth in all, index over that fixed base, average growth a year. One year back is mart_growth_rate.
-- Both levels are the current ones: over years no form states a comparable base, so a break between the two is
-- flagged and takes nothing away. What a year said of itself goes before what the next year's return quotes of it,
-- which is all that is known of the year before the first.
with known as (
  select *
  from (
    select
      value_now.*,
      {{ whole_quotient('value_now.month', '12') }} as year_of_value,
      value_now.month % 12 as month_of_year,
      series.growth_key,
      series.freq,
      series.accumulation,
      series.scope_basis,
      row_number() over (
        partition by series.growth_key, value_now.month
        order by case series.scope_basis when 'OWN' then 1 else 2 end, value_now.series_key
      ) as place
    from {{ ref('int_value') }} as value_now
    inner join {{ ref('int_series') }} as series
      on value_now.series_key = series.series_key
    where value_now.is_chosen and measure = 'VALUE' and time_transform = 'N' and scope_basis in ('OWN', 'QUOTED')
      and status_class = 'actual' and qualifier <> '_Z'
      -- Single months are compared a year apart and no further.
      and (accumulation in ('YTD', 'POINT') or (freq = 'A' and accumulation = 'PERIOD'))
  ) as every_value
  where place = 1
),

counted as (
  select
    known.*,
    row_number() over (partition by growth_key, month_of_year order by year_of_value) as nth_year
  from known
),

paired as (
  select
    level.*,
    base.time_period as base_period,
    base.obs_value as base_value,
    base.scope_basis as base_source,
    level.year_of_value - base.year_of_value as years,
    level.year_of_value - base.year_of_value - (level.nth_year - base.nth_year) as years_missing,
    -- Growth needs a level that is a point and not negative over a base that is a positive point.
    case
      when level.qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when level.obs_value < 0 then 'LEVEL_NEGATIVE'
      when base.qualifier <> 'eq' then 'BASE_NOT_A_POINT'
      when base.obs_value = 0 then 'BASE_ZERO'
      when base.obs_value < 0 then 'BASE_NEGATIVE'
    end as reason,
    {{ window_start('base', 'base.month') }} as base_begins,
    base.observation_id as base_id,
    base.conf_status as base_conf_status,
    base.is_synthetic as base_is_synthetic
  from counted as level
  inner join counted as base
    on level.growth_key = base.growth_key
    and level.month_of_year = base.month_of_year
    and level.year_of_value > base.year_of_value + 1
  where level.scope_basis = 'OWN'
),

-- The window of the base counts from its first month on, as in int_break.
crossed as (
  select
    paired.observation_id,
    paired.base_id,
    max(stated.break_period) as break_period
  from paired
  inner join {{ ref('int_series') }} as series
    on paired.series_key = series.series_key
  inner join {{ ref('stg_break') }} as stated
    on {{ breaks_series('stated', 'series') }}
  where {{ month_count('stated.break_period') }} > paired.base_begins and {{ month_count('stated.break_period') }} <= paired.month
  group by paired.observation_id, paired.base_id
)

select
  {{ result_id('fixed_base_growth', ['series.series_id', 'paired.time_period', 'paired.base_period']) }} as result_id,
  series.series_id,
  paired.time_period,
  paired.base_period,
  series.indicator_id,
  indicator.indicator_zh,
  series.method_id,
  series.ref_area,
  area.area_zh,
  series.place_id,
  series.component_area,
  series.breakdown,
  series.freq,
  series.accumulation,
  series.currency,
  series.price_basis,
  series.unit_measure,
  cast(paired.years as integer) as years,
  cast(paired.years_missing as integer) as years_missing,
  paired.obs_value as level_value,
  paired.base_value,
  paired.base_source,
  case when paired.reason is null then {{ growth_percent('paired.obs_value', 'paired.base_value') }} end as growth_since_base,
  case when paired.reason is null then {{ growth_percent_rounded('paired.obs_value', 'paired.base_value') }} end
    as growth_since_base_rounded,
  case when paired.reason is null then {{ index_percent('paired.obs_value', 'paired.base_value') }} end as index_fixed_base,
  case when paired.reason is null then {{ average_annual_growth('paired.obs_value', 'paired.base_value', 'paired.years') }} end
    as average_annual_growth,
  paired.reason,
  crossed.break_period is not null as has_break,
  coalesce(crossed.break_period, '_Z') as break_period,
  {{ most_confidential(['paired.conf_status', 'paired.base_conf_status']) }} as conf_status,
  paired.is_synthetic or paired.base_is_synthetic as is_synthetic,
  paired.observation_id as level_id,
  paired.base_id
from paired
inner join {{ ref('int_series') }} as series
  on paired.series_key = series.series_key
-- A grade is not divided: five stars are no growth of 25 % over four.
inner join {{ ref('stg_indicator') }} as indicator
  on series.indicator_id = indicator.indicator_id and coalesce(indicator.scale, 'ratio') <> 'ordinal'
inner join {{ ref('stg_area') }} as area
  on series.ref_area = area.ref_area
left join crossed
  on paired.observation_id = crossed.observation_id and paired.base_id = crossed.base_id
