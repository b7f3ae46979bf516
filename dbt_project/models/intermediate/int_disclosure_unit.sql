-- grain: a submission's measure of a register × the unit (enterprise, investor, project owner) that has a part in it.
-- Four tranches of one enterprise are one unit. Whoever is not named is told by the row.
with part as (
  select
    register_part.submission_id,
    register_part.form_id,
    register_part.indicator_id,
    register_part.breakdown,
    register_part.freq,
    register_part.accumulation,
    register_part.status_class,
    register_part.target_kind,
    register_part.year,
    register_part.value_number,
    coalesce(
      nullif(trim(named.value_text), ''),
      nullif(register_part.row_key, ''),
      cast(register_part.row_no as {{ dbt.type_string() }})
    ) as unit
  from {{ ref('int_register_part') }} as register_part
  left join {{ ref('stg_register_cell') }} as named
    on register_part.submission_id = named.submission_id
    and register_part.register = named.register
    and register_part.row_no = named.row_no
    and register_part.unit_field = named.field
  where register_part.aggregation = 'sum' and register_part.unit_field is not null and register_part.value_number is not null
)

select
  submission_id,
  form_id,
  indicator_id,
  breakdown,
  freq,
  accumulation,
  status_class,
  target_kind,
  coalesce(year, '') as year,
  unit,
  cast(sum(value_number) as decimal(28, 6)) as amount
from part
group by
  submission_id, form_id, indicator_id, breakdown, freq, accumulation, status_class, target_kind, coalesce(year, ''), unit
