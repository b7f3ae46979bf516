-- grain: indicator × form × accumulation × transform × unit: the figures of one kind, so that a mean is of like
-- things. How far the last value of a period lies from the first that was published.
with ends as (
  select
    revision.*,
    row_number() over (partition by series_id, time_period order by vintage) as from_first,
    row_number() over (partition by series_id, time_period order by vintage desc) as from_last,
    max(vintage) over (partition by series_id, time_period) as n_vintages
  from {{ ref('mart_revision') }} as revision
  where obs_value is not null
    and measure = 'VALUE'
    and status_class = 'actual'
    and scope_basis <> 'QUOTED'
    -- Of grades there is no mean.
    and revision_missing_reason <> 'ORDINAL'
    -- A mean over one respondent's figures gives them away.
    and conf_status <> 'C'
),

paired as (
  select
    first_said.indicator_id,
    first_said.indicator_zh,
    first_said.form_id,
    first_said.accumulation,
    first_said.time_transform,
    first_said.unit_measure,
    first_said.time_period,
    first_said.n_vintages,
    first_said.is_synthetic or last_said.is_synthetic as is_synthetic,
    last_said.obs_value - first_said.obs_value as change,
    abs(last_said.obs_value - first_said.obs_value) as distance,
    abs(first_said.obs_value) as size
  from ends as first_said
  inner join ends as last_said
    on first_said.series_id = last_said.series_id and first_said.time_period = last_said.time_period
  where first_said.from_first = 1 and last_said.from_last = 1
),

relative as (
  select
    paired.*,
    -- In percent of the first value, to six decimals, half up, in whole numbers. Of a rate the distance in
    -- percentage points says it; a percentage of a percentage says nothing.
    case
      when unit_measure in ('PERCENT', 'PP', 'RANK') then null
      -- Most values are never revised.
      when distance = 0 and size > 0 then cast(0 as decimal(28, 6))
      else cast(
        try_cast({{ whole_quotient(
          '2 * cast(distance * 1000000 as ' ~ whole_number_type() ~ ') * 100000000 + cast(size * 1000000 as ' ~ whole_number_type() ~ ')',
          'nullif(2 * cast(size * 1000000 as ' ~ whole_number_type() ~ '), 0)'
        ) }} as decimal(28, 0)) * cast(0.000001 as decimal(7, 6))
        as decimal(28, 6)
      )
    end as distance_pct
  from paired
)

select
  indicator_id,
  max(indicator_zh) as indicator_zh,
  form_id,
  accumulation,
  time_transform,
  unit_measure,
  cast(count(*) as integer) as n_periods,
  cast(sum(case when n_vintages > 1 then 1 else 0 end) as integer) as n_revised,
  {{ exact_average('sum(change)', 'count(*)') }} as mean_revision,
  {{ exact_average('sum(distance)', 'count(*)') }} as mean_absolute_revision,
  {{ exact_average('sum(distance_pct)', 'count(distance_pct)') }} as mean_absolute_revision_pct,
  cast(count(distance_pct) as integer) as n_periods_pct,
  min(time_period) as first_period,
  max(time_period) as last_period,
  cast(max(cast(is_synthetic as integer)) as boolean) as is_synthetic
from relative
group by indicator_id, form_id, accumulation, time_transform, unit_measure
