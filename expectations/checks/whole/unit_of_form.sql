-- rule: UNIT_OF_FORM
-- A whole table in another unit passes every check inside it; only its past tells. The median over its levels of one unit
-- of how many powers of ten lie between them and what the month before lets expect, and between them and the same month
-- of last year; the nearer of the two. Measured on ten forms over two years: from 2.5 on nothing lawful, from 0.85 on one
-- form-month. A quoted base that differs from last year's own figure by an exact power of ten is a second witness.
with steps as (
  select
    submission_id, currency, unit_measure,
    median(step) as step,
    median(step_of_year) as step_of_year,
    count(*) as levels,
    sum(count(*)) over (partition by submission_id) as levels_of_form,
    arg_min({'sheet': sheet, 'cell': cell, 'text': concat({{ plain('reported_value') }}, reported_unit), 'at': earlier_at,
      'period': earlier_period, 'earlier': earlier_value, 'mult': reported_unit_mult}, lpad(cell, 8, ' ')) as example
  from sized
  where step is not null or step_of_year is not null
  group by submission_id, currency, unit_measure
),
bases as (
  select
    base.submission_id, base.currency, base.unit_measure,
    median(log10(cast(base.obs_value as double) / cast(own.obs_value as double))) as step,
    arg_min({'sheet': base.sheet, 'cell': base.cell, 'text': concat({{ plain('base.reported_value') }}, base.reported_unit),
      'at': concat(own.before_file, ' ', own.sheet, '!', own.cell), 'period': own.time_period,
      'earlier': own.obs_value, 'mult': base.reported_unit_mult}, lpad(base.cell, 8, ' ')) as example
  from level as base
  inner join own
    on base.submission_id = own.submission_id and base.time_period = own.time_period
    and base.indicator_id = own.indicator_id and base.ref_area = own.ref_area and base.place_id = own.place_id
    and base.breakdown = own.breakdown and base.accumulation = own.accumulation and base.currency = own.currency
    and base.unit_measure = own.unit_measure and base.method_id = own.method_id and base.freq = own.freq
  where base.level_kind = 'QUOTED' and base.obs_value > 0 and own.obs_value > 0
  group by base.submission_id, base.currency, base.unit_measure
),
-- One row of a register in another unit takes its totals along; where the others are of the size that they had, it is no form.
rows as (
  select
    now.submission_id,
    median(abs(log10(cast(now.value_number as double) / cast(before.value_number as double)))) as step,
    count(*) as cells
  from row_cell as now
  inner join row_before as before
    on now.submission_id = before.submission_id and now.register = before.register and now.row_key = before.row_key
    and now.field = before.field
  where now.kind = 'amount' and now.value_number > 0 and before.value_number > 0
  group by now.submission_id
),
judged as (
  select
    coalesce(steps.submission_id, bases.submission_id) as submission_id,
    coalesce(steps.example, bases.example) as example,
    case
      when abs(steps.step) < abs(steps.step_of_year) or steps.step_of_year is null then steps.step
      else steps.step_of_year
    end as near,
    abs(bases.step) >= 0.9 and abs(bases.step - round(bases.step)) < 0.02 as base_slipped,
    -- The base alone may have slipped: then the levels are where they belong.
    case
      when base_slipped and (near is null or abs(near - bases.step) < 0.85) then bases.step
      else near
    end as powers,
    base_slipped and powers = bases.step as is_exact,
    -- Where a form has a unit a row, one row that is off is not the form: level_jumps looks at each.
    coalesce(steps.levels = steps.levels_of_form or steps.levels * 2 > steps.levels_of_form, true) as is_of_form
  from steps
  full join bases
    on steps.submission_id = bases.submission_id and steps.currency = bases.currency
    and steps.unit_measure = bases.unit_measure
)
select
  if(abs(powers) >= 2.5 or is_exact, 'UNIT_OF_FORM', 'SIZE_OF_FORM') as rule,
  submission_id,
  example.sheet,
  example.cell,
  'unit_of_form' as subject,
  example.text as found,
  cast(power(10, abs(round(powers))) as bigint) as factor,
  cast(if(abs(powers) >= 2.5 or is_exact, power(10, abs(round(powers))), round(power(10, abs(powers)))) as bigint) as times,
  if(powers > 0, '大', '小') as way_zh,
  if(powers > 0, 'greater', 'less') as way_en,
  example.period as earlier_period,
  {'amount': example.earlier, 'mult': example.mult} as earlier,
  example.at as evidence
from judged
left join rows using (submission_id)
where abs(powers) >= 0.85 and is_of_form and not coalesce(rows.cells >= 3 and rows.step < 0.85, false)
qualify row_number() over (partition by submission_id order by abs(powers) desc) = 1
