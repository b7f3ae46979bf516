-- grain: a level series × period × the currency it is converted to. An amount as it stands, and what it comes to at the rate
-- of exchange of its time: both, with the rate, its kind and whose it is. What comes in over a period is converted at the
-- average, of its month where it is a month's and is listed, else of its year; what stands at a moment at the rate of the
-- end of its month, else of its year. Growth is never converted: in another currency it is another growth.
with amount as (
  select
    line.*,
    case when line.accumulation = 'POINT' then 'end' else 'average' end as kind_asked,
    -- The average of a month is that of no year to date. December's end is the year's.
    line.accumulation in ('PERIOD', 'POINT') and length(line.time_period) = 7 as is_of_month,
    line.accumulation <> 'POINT' or length(line.time_period) = 4 or substr(line.time_period, 6) = '12' as is_of_year
  from {{ ref('mart_indicator') }} as line
  where line.measure = 'VALUE' and line.time_transform = 'N' and line.obs_value is not null and line.currency <> '_Z'
),

pair as (
  select distinct currency, quote_currency from {{ ref('stg_exchange_rate') }}
),

rated as (
  select
    amount.*,
    pair.quote_currency,
    rate.rate_period,
    rate.rate_kind,
    rate.exchange_rate,
    rate.rate_source,
    row_number() over (
      partition by amount.observation_id, pair.quote_currency order by length(rate.rate_period) desc nulls last
    ) as place
  from amount
  inner join pair
    on amount.currency = pair.currency
  left join {{ ref('stg_exchange_rate') }} as rate
    on pair.currency = rate.currency
    and pair.quote_currency = rate.quote_currency
    and amount.kind_asked = rate.rate_kind
    and (
      (amount.is_of_month and amount.time_period = rate.rate_period)
      or (amount.is_of_year and substr(amount.time_period, 1, 4) = rate.rate_period)
    )
)

select
  observation_id,
  series_id,
  time_period,
  indicator_id,
  indicator_zh,
  ref_area,
  area_zh,
  breakdown,
  freq,
  accumulation,
  status_class,
  target_kind,
  scope_basis,
  currency,
  obs_value,
  quote_currency,
  cast(obs_value * exchange_rate as decimal(28, 6)) as converted_amount,
  case when exchange_rate is null then 'EXCHANGE_RATE_MISSING' end as converted_reason,
  exchange_rate,
  rate_kind,
  rate_period,
  rate_source,
  conf_status,
  is_synthetic
from rated
where place = 1
