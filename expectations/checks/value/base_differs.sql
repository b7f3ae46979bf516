-- rule: BASE_DIFFERS
-- Last year's figure as a return quotes it is the one that was reported then, as it was known when the return came.
-- Off by a power of ten it is a unit that slipped; off by the year's rate of exchange, a currency.
select
  case
    when base.level_kind = 'COMPARABLE' then 'BASE_OTHER_UNIT'
    when own.obs_value > 0 and base.obs_value > 0 and abs(powers) >= 0.9 and abs(powers - round(powers)) < 0.02
      then 'BASE_OTHER_UNIT'
    when abs(cast(base.obs_value as double) / nullif(cast(own.obs_value as double), 0) / cast(rates.rate as double) - 1) <= 0.05
      then 'CURRENCY_OF_BASE'
    else 'BASE_DIFFERS'
  end as rule,
  {{ at('base') }},
  concat({{ plain('base.reported_value') }}, base.reported_unit) as found,
  if(abs(powers) >= 0.9, cast(cast(power(10, abs(round(powers))) as bigint) as varchar),
    cast(round(cast(base.obs_value as double) / nullif(cast(own.obs_value as double), 0), 2) as varchar)) as factor,
  {{ plain('rates.rate') }} as rate,
  {{ said_at("concat(own.before_file, ' ', own.sheet, '!', own.cell)", 'own.obs_value', 'base') }} as evidence
from level as base
inner join own
  on base.submission_id = own.submission_id and base.time_period = own.time_period
  and base.indicator_id = own.indicator_id and base.ref_area = own.ref_area and base.place_id = own.place_id
  and base.breakdown = own.breakdown and base.accumulation = own.accumulation and base.currency = own.currency
  and base.unit_measure = own.unit_measure and base.method_id = own.method_id and base.freq = own.freq
left join exchange_rate as rates
  on own.currency = rates.currency and rates.quote_currency = 'CNY' and rates.period = substr(own.time_period, 1, 4)
cross join lateral (
  select log10(nullif(abs(cast(base.obs_value as double)), 0) / nullif(abs(cast(own.obs_value as double)), 0)) as powers
) as compared
where
  (base.level_kind = 'QUOTED' and abs(base.obs_value - own.obs_value) > greatest(base.half, own.half))
  -- On a comparable scope it differs, but by no power of ten.
  or (base.level_kind = 'COMPARABLE' and abs(powers) >= 2.5)
