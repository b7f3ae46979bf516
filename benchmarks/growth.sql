-- The growth of every level by hand: one query over the landed files and the catalogue, as an analyst would write
-- it who knows these data: every value is reported, a level has a growth beside it, and a base is quoted or none.
-- Told by variables: inputs, catalogue.
with slot as (
  select
    submission_id,
    row_number() over (partition by department_id, form_id, period, part order by received_at desc, sequence desc) as place
  from read_parquet(getvariable('inputs') || '/submission.parquet')
  where decision in ('accept', 'release')
),
said as (
  select
    observation.*,
    0.5 * cast(power(10, reported_unit_mult - reported_decimals) as decimal(28, 6)) as half_ulp,
    printf('%04d-%s', cast(left(time_period, 4) as integer) - 1, right(time_period, 2)) as year_before
  from read_parquet(getvariable('inputs') || '/observation.parquet') as observation
  inner join slot on observation.submission_id = slot.submission_id and slot.place = 1
  inner join read_csv(getvariable('catalogue') || '/indicator.csv', all_varchar = true) as indicator
    on observation.indicator_id = indicator.indicator_id and observation.form_id = indicator.primary_form
  where measure = 'VALUE' and status_class = 'actual'
),
level as (
  select * from said where time_transform = 'N' and scope_basis = 'OWN'
),
beside as (
  select
    level.series_id,
    level.time_period,
    level.obs_value as level_value,
    level.qualifier,
    level.half_ulp as level_half_ulp,
    growth.obs_value as growth_reported,
    growth.half_ulp as growth_half_ulp,
    coalesce(quoted.obs_value, own.obs_value) as base_value,
    case when quoted.obs_value is not null then 'QUOTED' when coalesce(own.obs_value, own.value_low) is not null then 'OWN' end
      as base_source,
    if(quoted.obs_value is not null, quoted.half_ulp, own.half_ulp) as base_half_ulp,
    own.obs_value as base_value_own,
    coalesce(abs(quoted.obs_value - own.obs_value) > quoted.half_ulp + own.half_ulp, false) as base_differs,
    case
      when level.obs_value is null then if(level.qualifier = 'ge', 'LEVEL_NOT_A_POINT', 'LEVEL_MISSING')
      when base_value is null then if(own.qualifier = 'ge', 'BASE_NOT_A_POINT', 'BASE_MISSING')
      when base_value <= 0 then 'BASE_ZERO'
    end as reason
  from level
  left join said as growth
    on level.indicator_id = growth.indicator_id
    and level.ref_area = growth.ref_area
    and level.accumulation = growth.accumulation
    and level.time_period = growth.time_period
    and growth.time_transform = 'G1Y'
  left join said as quoted
    on level.indicator_id = quoted.indicator_id
    and level.ref_area = quoted.ref_area
    and level.accumulation = quoted.accumulation
    and level.year_before = quoted.time_period
    and level.submission_id = quoted.submission_id
    and quoted.scope_basis = 'QUOTED'
  left join level as own
    on level.indicator_id = own.indicator_id
    and level.ref_area = own.ref_area
    and level.accumulation = own.accumulation
    and level.year_before = own.time_period
),
computed as (
  select
    *,
    if(reason is null, 100.0 * cast(level_value - base_value as double) / cast(base_value as double), null) as growth_computed,
    cast((level_value - base_value) * 100 as hugeint) as change_in_hundredths,
    cast(base_value * 100 as hugeint) as base_in_hundredths
  from beside
)
select
  series_id,
  time_period,
  level_value,
  growth_reported,
  growth_computed,
  cast(
    if(
      reason is null,
      sign(change_in_hundredths)
      * ((2 * 10000 * abs(change_in_hundredths) + base_in_hundredths) // (2 * base_in_hundredths)),
      null
    ) as decimal(26, 0)
  ) * 0.01 as growth_computed_rounded,
  if(
    level_value is not null and base_value_own > 0,
    100.0 * cast(level_value - base_value_own as double) / cast(base_value_own as double),
    null
  ) as growth_computed_own,
  base_value,
  base_source,
  base_value_own,
  base_differs,
  cast(growth_reported as double) - growth_computed as gap_pp,
  if(
    reason is null,
    (growth_reported - growth_half_ulp + 100) * cast(base_value - base_half_ulp as decimal(20, 6)) <= 100 * (level_value + level_half_ulp)
    and (growth_reported + growth_half_ulp + 100) * cast(base_value + base_half_ulp as decimal(20, 6)) >= 100 * (level_value - level_half_ulp),
    null
  ) as agrees,
  reason
from computed
