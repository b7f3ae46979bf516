-- grain: one submission × one measure that the catalogue computes from a register.
-- The columns of an observation, so that the register's own sum stands beside what the department wrote.
with aggregated as (
  select
    submission_id,
    form_id,
    indicator_id,
    breakdown,
    freq,
    accumulation,
    status_class,
    target_kind,
    year,
    case
      when max(aggregation) = 'sum' then sum(value_number)
      when max(aggregation) = 'count' then cast(count(nullif(value_text, '')) as decimal(28, 6))
      -- A project without a code is one all the same: its row is told by its name.
      else cast(count(distinct coalesce(nullif(value_text, ''), nullif(row_key, ''))) as decimal(28, 6))
    end as obs_value,
    max(case when aggregation = 'sum' then reported_unit_mult else 0 end) as reported_unit_mult,
    max(reported_decimals) as reported_decimals,
    -- Parts that are rounded may miss their total by half a unit of the last place each; a count by nothing.
    case
      when max(aggregation) = 'sum' then cast(sum({{ half_ulp('reported_unit_mult', 'reported_decimals') }}) as decimal(28, 6))
      else cast(0 as decimal(28, 6))
    end as tolerance,
    cast(max(cast(is_synthetic as integer)) as boolean) as is_synthetic,
    max(sheet) as sheet,
    concat(min(case when row_no = first_row then cell end), ' … ', min(case when row_no = last_row then cell end)) as cells
  from (
    select
      part.*,
      min(row_no) over (partition by submission_id, indicator_id, breakdown, accumulation, year) as first_row,
      max(row_no) over (partition by submission_id, indicator_id, breakdown, accumulation, year) as last_row
    from {{ ref('int_register_part') }} as part
  ) as bounded
  group by submission_id, form_id, indicator_id, breakdown, freq, accumulation, status_class, target_kind, year
),

placed as (
  select
    aggregated.submission_id,
    aggregated.form_id,
    case
      when aggregated.freq = 'A' then coalesce(aggregated.year, substr(submission.period, 1, 4))
      else submission.period
    end as time_period,
    aggregated.indicator_id,
    'VALUE' as measure,
    indicator.method_id,
    '{{ var("office_area") }}' as ref_area,
    '_T' as place_id,
    '_Z' as component_area,
    aggregated.breakdown,
    aggregated.freq,
    aggregated.accumulation,
    'N' as time_transform,
    indicator.currency,
    indicator.price_basis,
    indicator.unit_measure,
    -- A row of a later year than the return's is a plan.
    case when aggregated.year > substr(submission.period, 1, 4) then 'target' else aggregated.status_class end as status_class,
    case when aggregated.year > substr(submission.period, 1, 4) then 'plan' else aggregated.target_kind end as target_kind,
    'OWN' as scope_basis,
    'register' as value_origin,
    indicator.reporting_level,
    indicator.conf_status,
    cast(aggregated.obs_value as decimal(28, 6)) as obs_value,
    case when aggregated.obs_value is null then 'O' else 'A' end as obs_status,
    case when aggregated.obs_value is null then 'NOT_STATED' else '' end as obs_reason,
    case when aggregated.obs_value is null then '_Z' else 'eq' end as qualifier,
    cast(null as decimal(28, 6)) as value_low,
    cast(null as decimal(28, 6)) as value_high,
    aggregated.reported_unit_mult,
    aggregated.reported_decimals,
    aggregated.tolerance,
    aggregated.is_synthetic,
    aggregated.sheet,
    aggregated.cells as cell
  from aggregated
  inner join {{ ref('stg_submission') }} as submission
    on aggregated.submission_id = submission.submission_id
  inner join {{ ref('stg_indicator') }} as indicator
    on aggregated.indicator_id = indicator.indicator_id
)

select
  {{ series_id() }} as series_id,
  {{ observation_id({'series_id': series_id()}) }} as observation_id,
  placed.*
from placed
