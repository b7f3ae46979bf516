-- grain: one submission × one measure that the catalogue computes from a register.
-- The columns of an observation, so that the register's own sum stands beside what the department wrote.
--
-- A register that was handed in without a row for a measure is none of it, and none is a figure: 0. Not where rows wait to
-- be decided: of capital of which nobody has said yet whether it is recognised there is no recognised amount, and no zero.
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
    max(case when has_condition then 1 else 0 end) = 1 and max(aggregation) = 'sum' as is_sum_of_some,
    count(*) as rows_counted,
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

-- What each return lists in a register, by the field that decides what counts.
listed as (
  select
    measure.indicator_id,
    measure.breakdown,
    measure.freq,
    measure.accumulation,
    measure.status_class,
    measure.target_kind,
    measure.aggregation,
    measure.form_id,
    submission.submission_id,
    submission.is_sample,
    max(case when register_cell.submission_id is not null then 1 else 0 end) as has_rows,
    sum(case when register_cell.field = measure.field then 1 else 0 end) as rows_listed,
    max(case when register_cell.field = measure.where_field then 1 else 0 end) as is_decided,
    max(case
      when register_cell.field = measure.where_field and {{ is_waiting('register_cell.value_text') }} then 1
      when register_cell.field = measure.month_field and {{ counts_later('register_cell.value_text', 'submission.period') }} then 1
      else 0
    end) as is_waiting,
    max(case when measure.where_field is not null then 1 else 0 end) as has_condition
  from {{ ref('stg_submission') }} as submission
  inner join {{ ref('stg_register_measure') }} as measure
    on submission.form_id = measure.form_id
  left join {{ ref('stg_register_cell') }} as register_cell
    on submission.submission_id = register_cell.submission_id
    and measure.register = register_cell.register
  where submission.decision in ('accept', 'release') and measure.year_field is null
  group by
    measure.indicator_id, measure.breakdown, measure.freq, measure.accumulation, measure.status_class, measure.target_kind,
    measure.aggregation, measure.form_id, submission.submission_id, submission.is_sample
),

added_up as (
  select
    {% for name in ['submission_id', 'form_id', 'indicator_id', 'breakdown', 'freq', 'accumulation', 'status_class', 'target_kind',
      'year', 'obs_value', 'reported_unit_mult', 'reported_decimals', 'tolerance', 'is_synthetic', 'is_sum_of_some', 'sheet', 'cells'] -%}
    aggregated.{{ name }},
    {% endfor -%}
    aggregated.rows_counted < coalesce(listed.rows_listed, 0) as leaves_rows_out,
    false as is_undecided
  from aggregated
  left join listed
    on {{ same_measure('aggregated', 'listed') }}
  union all
  select
    listed.submission_id,
    listed.form_id,
    listed.indicator_id,
    listed.breakdown,
    listed.freq,
    listed.accumulation,
    listed.status_class,
    listed.target_kind,
    cast(null as {{ dbt.type_string() }}) as year,
    case when not (indicator.reporting_level = 'recognised' and listed.is_waiting = 1) then cast(0 as decimal(28, 6)) end as obs_value,
    case when listed.aggregation = 'sum' then indicator.display_unit_mult else 0 end as reported_unit_mult,
    0 as reported_decimals,
    cast(0 as decimal(28, 6)) as tolerance,
    listed.is_sample as is_synthetic,
    listed.has_condition = 1 and listed.aggregation = 'sum' as is_sum_of_some,
    '' as sheet,
    '' as cells,
    listed.rows_listed > 0 as leaves_rows_out,
    indicator.reporting_level = 'recognised' and listed.is_waiting = 1 as is_undecided
  from listed
  inner join {{ ref('stg_indicator') }} as indicator
    on listed.indicator_id = indicator.indicator_id
  left join aggregated
    on {{ same_measure('aggregated', 'listed') }}
  where aggregated.submission_id is null
    -- A version of the form that has no such column says nothing of it.
    and (listed.has_rows = 0 or (listed.has_condition = 1 and listed.rows_listed > 0 and listed.is_decided = 1))
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
    case
      when aggregated.is_undecided then 'NOT_YET_RECOGNISED'
      when aggregated.obs_value is null then 'NOT_STATED'
      else ''
    end as obs_reason,
    case when aggregated.obs_value is null then '_Z' else 'eq' end as qualifier,
    cast(null as decimal(28, 6)) as value_low,
    cast(null as decimal(28, 6)) as value_high,
    aggregated.reported_unit_mult,
    aggregated.reported_decimals,
    aggregated.tolerance,
    aggregated.is_synthetic,
    aggregated.is_sum_of_some,
    aggregated.leaves_rows_out,
    aggregated.sheet,
    aggregated.cells as cell
  from added_up as aggregated
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
