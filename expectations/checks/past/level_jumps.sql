-- rule: LEVEL_JUMPS
-- One level off its row: some three powers of ten from what both the last month known and last year let expect.
select
  {{ at('sized') }},
  concat({{ plain('sized.reported_value') }}, sized.reported_unit) as found,
  sized.earlier_period,
  {{ shown('sized.earlier_value', 'sized') }} as earlier,
  sized.earlier_at as evidence
from sized
where
  least(abs(sized.step), abs(coalesce(sized.step_of_year, sized.step))) >= 2.5
  or (sized.step is null and abs(sized.step_of_year) >= 2.5)
