select
  currency,
  quote_currency,
  period as rate_period,
  kind as rate_kind,
  cast(rate as decimal(28, 6)) as exchange_rate,
  source as rate_source
from {{ source('catalogue', 'exchange_rate') }}
