-- grain: series × period × submission × role × cell. Every cell that a number rests on, by role: the
-- value itself, cells that repeat it, register cells that add up to it, the base it is compared with
-- and the growth stated beside it.
with said as (
  select
    vintage.*,
    {{ growth_key() }} as growth_key
  from {{ ref('int_vintage') }} as vintage
  where value_origin = 'reported'
),

linked as (
  select series_id, time_period, submission_id, 'value' as role, sheet, cell, raw_text, is_synthetic
  from said

  union all

  select series_id, time_period, submission_id, 'check' as role, sheet, cell, raw_text, is_synthetic
  from {{ ref('stg_check_cell') }}

  union all

  select
    added_up.series_id,
    added_up.time_period,
    added_up.submission_id,
    'component' as role,
    part.sheet,
    part.cell,
    part.raw_text,
    part.is_synthetic
  from {{ ref('int_vintage') }} as added_up
  inner join {{ ref('int_register_part') }} as part
    on added_up.submission_id = part.submission_id
    and added_up.indicator_id = part.indicator_id
    and added_up.breakdown = part.breakdown
    and added_up.accumulation = part.accumulation
    and added_up.form_id = part.form_id
  where added_up.value_origin = 'register'
    and part.value_text <> ''
    and (part.year_field is null or part.year = added_up.time_period)

  union all

  select
    level.series_id,
    level.time_period,
    level.submission_id,
    case when beside.time_transform = 'N' then 'base' else 'growth' end as role,
    beside.sheet,
    beside.cell,
    beside.raw_text,
    beside.is_synthetic
  from said as level
  inner join said as beside
    on level.growth_key = beside.growth_key
    and level.submission_id = beside.submission_id
    and beside.measure = 'VALUE'
    and (
      (beside.time_transform = 'G1Y' and beside.time_period = level.time_period)
      or (
        beside.time_transform = 'N' and beside.scope_basis in ('QUOTED', 'COMPARABLE')
        and beside.time_period = {{ period_before('level.time_period', 12) }}
      )
    )
  where level.measure = 'VALUE' and level.time_transform = 'N' and level.scope_basis = 'OWN'

  union all

  select
    growth.series_id,
    growth.time_period,
    growth.submission_id,
    case when beside.scope_basis = 'OWN' then 'level' else 'base' end as role,
    beside.sheet,
    beside.cell,
    beside.raw_text,
    beside.is_synthetic
  from said as growth
  inner join said as beside
    on growth.growth_key = beside.growth_key
    and growth.submission_id = beside.submission_id
    and beside.measure = 'VALUE'
    and beside.time_transform = 'N'
    and (
      (beside.scope_basis = 'OWN' and beside.time_period = growth.time_period)
      or (beside.scope_basis <> 'OWN' and beside.time_period = {{ period_before('growth.time_period', 12) }})
    )
  where growth.measure = 'VALUE' and growth.time_transform = 'G1Y'
)

select
  linked.series_id,
  linked.time_period,
  linked.submission_id,
  linked.role,
  submission.file_name as source_file,
  linked.sheet as source_sheet,
  linked.cell as source_cell,
  linked.raw_text,
  linked.is_synthetic,
  submission.received_at,
  submission.is_current
from linked
inner join {{ ref('int_submission_current') }} as submission
  on linked.submission_id = submission.submission_id
