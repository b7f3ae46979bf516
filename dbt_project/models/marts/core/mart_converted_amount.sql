-- grain: a level series × period × the currency it is converted to. An amount as it stands, and what it comes to at the rate
-- of exchange of its time: both, with the rate, its kind and whose it is. What comes in over a period is converted at the
-- average, of its month where it is a month's and is listed, else of its year; what stands at a moment at the rate of the
-- end of its month, else of its year. Growth is never converted: in another currency it is another growth.
with amount as (
  select
    line.*,
    case when line.accumulation = 'POINT' then 'end' else 'average' end as kind_asked,
    -- The average of a month is that of no year to date. December's end is the year's.
    case when line.accumulation in ('PERIOD', 'POINT') and length(line.time_period) = 7 then line.time_period end as month_asked,
    case
      when line.accumulation <> 'POINT' or length(line.time_period) = 4 or substr(line.time_period, 6) = '12'
        then substr(line.time_period, 1, 4)
    end as year_asked
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
    {% for name in ['exchange_rate', 'rate_kind', 'rate_period', 'rate_source'] -%}
    coalesce(of_month.{{ name }}, of_year.{{ name }}) as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
  from amount
  inner join pair
    on amount.currency = pair.currency
  {% for name in ['month', 'year'] -%}
  left join {{ ref('stg_exchange_rate') }} as of_{{ name }}
    on pair.currency = of_{{ name }}.currency
    and pair.quote_currency = of_{{ name }}.quote_currency
    and amount.kind_asked = of_{{ name }}.rate_kind
    and amount.{{ name }}_asked = of_{{ name }}.rate_period
  {% endfor %}
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
