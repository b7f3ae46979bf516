-- rule: LEVEL_JUMPS
-- One level off its row, by what both the last month known and last year let expect: by some three powers of ten it is held;
-- by one it is asked about where the form has a unit a row, and so no unit of its own that could have slipped.
with off as (
  select
    sized.*,
    least(abs(step), abs(coalesce(step_of_year, step))) as both_ways,
    coalesce(both_ways, abs(step_of_year)) as powers,
    count(*) over (partition by submission_id, currency, unit_measure) * 2 > count(*) over (partition by submission_id)
      as has_unit_of_form
  from sized
  where step is not null or step_of_year is not null
)
select
  if(off.powers >= 2.5, 'LEVEL_JUMPS', 'LEVEL_OFF') as rule,
  {{ at('off') }},
  case when powers < 3.5 then '近千倍' when powers < 4.5 then '近万倍' else '十万倍上下或更多' end as times_zh,
  case when powers < 3.5 then 'some thousand' when powers < 4.5 then 'some ten thousand' else 'a hundred thousand or more' end
    as times_en,
  concat({{ plain('off.reported_value') }}, off.reported_unit) as found,
  off.earlier_period,
  {{ shown('off.earlier_value', 'off') }} as earlier,
  off.earlier_at as evidence
from off
where powers >= 2.5 or (powers >= 0.85 and not has_unit_of_form)
union all
-- What stands beside it in its row was typed with it.
select
  'ROW_HELD' as rule,
  {{ at('beside') }},
  '' as times_zh,
  '' as times_en,
  concat({{ plain('beside.reported_value') }}, beside.reported_unit) as found,
  off.earlier_period,
  {{ shown('off.earlier_value', 'off') }} as earlier,
  concat(off.sheet, '!', off.cell) as evidence
from off
inner join figure as beside
  on off.submission_id = beside.submission_id and off.sheet = beside.sheet and off.row_path = beside.row_path
  and off.cell <> beside.cell and beside.measure <> 'RANK' and beside.obs_value is not null
where off.powers >= 2.5
qualify row_number() over (partition by beside.submission_id, beside.sheet, beside.cell order by off.cell) = 1
