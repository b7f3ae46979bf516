-- grain: what a target and its actual value share (target_key) × year × kind of target × what it counts, an amount
-- or its growth.
-- Targets of a year: what is to be done in it (PERIOD) or to be there at its end (POINT). The planned total of a
-- project's whole life is no target of a year.
select
  {{ target_key() }} as target_key,
  series_id as target_series_id,
  time_period as target_year,
  case accumulation when 'POINT' then 'POINT' else 'YTD' end as counts,
  target_kind,
  time_transform,
  obs_value as target_value,
  qualifier as target_qualifier,
  value_low as target_low,
  value_high as target_high,
  obs_reason as target_reason,
  conf_status as target_conf_status,
  is_synthetic as target_is_synthetic,
  observation_id as target_id,
  vintage as target_vintage
from {{ ref('int_indicator_current') }}
where measure = 'VALUE' and time_transform in ('N', 'G1Y') and scope_basis = 'OWN' and freq = 'A' and status_class = 'target'
  and accumulation in ('PERIOD', 'POINT')
