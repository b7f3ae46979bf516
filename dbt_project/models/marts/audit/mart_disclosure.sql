-- grain: series × period × what is said of it. Which figures that a register supports let single units be inferred, and
-- why. Neither the bounds nor the shares of the largest are here: whoever knows them comes closer to a unit.
select
  series_id,
  time_period,
  disclosed,
  indicator_id,
  ref_area,
  breakdown,
  freq,
  accumulation,
  units_counted,
  conf_status,
  {{ disclosure_reason('conf_status') }} as conf_reason
from {{ ref('int_disclosure') }}
