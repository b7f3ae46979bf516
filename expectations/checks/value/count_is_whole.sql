-- rule: NOT_WHOLE
-- What is counted is counted whole: no three and a half projects.
select
  {{ at('level') }},
  level.reported_value as found,
  level.reported_unit as unit
from level
where level.obs_value % 1 <> 0 and level.unit_measure in (select unit_measure from count_unit)
