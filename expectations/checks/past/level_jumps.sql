-- rule: LEVEL_JUMPS
-- One level off its row, by what both the last month known and last year let expect: by some three powers of ten it is held;
-- by one it is asked about where the form has a unit a row, and so no unit of its own that could have slipped.
with off as (
  select
    sized.*,
    least(abs(step), abs(coalesce(step_of_year, step))) as both_ways,
    coalesce(both_ways, abs(step_of_year)) as powers,
    count(*) over (partition by submission_id, currency, unit_measure) * 2 >= count(*) over (partition by submission_id)
      as has_unit_of_form
  from sized
  where step is not null or step_of_year is not null
)
select
  if(off.powers >= 2.5, 'LEVEL_JUMPS', 'LEVEL_OFF') as rule,
  {{ at('off') }},
  concat({{ plain('off.reported_value') }}, off.reported_unit) as found,
  off.earlier_period,
  {{ shown('off.earlier_value', 'off') }} as earlier,
  off.earlier_at as evidence
from off
where powers >= 2.5 or (powers >= 0.85 and not has_unit_of_form)
