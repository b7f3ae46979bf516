-- grain: a year-to-date series × period. The month's own value, as the difference of two values of the year to
-- date, beside the month that a form states.
--
-- Both values must be of one vintage: a value revised in between would put the revision into the month. Each
-- month comes with a submission of its own, so that "one submission" would leave nothing; what is asked is that
-- the earlier value, as it stands, was already known when the later one was handed in. A later revision of the
-- earlier month leaves the month empty (REVISED_SINCE) until the department hands the later one in again.
-- A correction is known from its approval on, whenever the workbook was handed in.
{% set known_from = "case value_origin when 'corrected' then corrected_at else received_at end" %}
with ytd as (
  select
    current_value.*,
    {{ half_ulp('current_value.reported_unit_mult', 'current_value.reported_decimals') }} as half_ulp,
    begun.begun_at,
    {{ known_from }} as known_from
  from {{ ref('int_indicator_current') }} as current_value
  inner join
    -- A value handed in again unchanged is no new vintage: what counts is when it was first said.
    (
      select {{ vintage_line() }}, vintage, min({{ known_from }}) as begun_at
      from {{ ref('int_vintage') }}
      group by {{ vintage_line() }}, vintage
    ) as begun
    on {{ same_vintage_line('current_value', 'begun') }}
    and current_value.vintage = begun.vintage
  where current_value.measure = 'VALUE' and current_value.time_transform = 'N' and current_value.accumulation = 'YTD'
    and current_value.freq = 'M' and current_value.status_class = 'actual' and current_value.scope_basis = 'OWN'
),

stated as (
  select
    current_value.*,
    {{ series_id({'accumulation': "'YTD'"}) }} as ytd_series_id,
    {{ half_ulp('reported_unit_mult', 'reported_decimals') }} as half_ulp
  from {{ ref('int_indicator_current') }} as current_value
  where measure = 'VALUE' and time_transform = 'N' and accumulation = 'PERIOD'
    and freq = 'M' and status_class = 'actual' and scope_basis = 'OWN'
),

grid as (
  select
    series_id,
    time_period,
    {{ month_number('time_period') }} as month,
    -- January has no month before it in its year.
    case when {{ month_number('time_period') }} > 1 then {{ period_before('time_period', 1) }} end as period_before
  from (
    select series_id, time_period from ytd
    union distinct
    select ytd_series_id as series_id, time_period from stated
  ) as every_period
),

paired as (
  select
    grid.series_id,
    grid.time_period,
    grid.month,
    grid.period_before,
    {% for name in dimensions() if name not in ['accumulation'] -%}
    coalesce(ytd.{{ name }}, stated.{{ name }}) as {{ name }},
    {% endfor -%}
    {% for name in ['obs_value', 'qualifier', 'obs_reason', 'half_ulp', 'conf_status', 'is_synthetic', 'submission_id', 'source_file', 'sheet', 'cell'] -%}
    ytd.{{ name }} as ytd_{{ name }},
    before.{{ name }} as before_{{ name }},
    stated.{{ name }} as stated_{{ name }},
    {% endfor -%}
    stated.series_id as month_series_id,
    ytd.form_id = before.form_id and ytd.vintage_origin = before.vintage_origin
      and ytd.reporting_level = before.reporting_level as says_the_same_one,
    before.begun_at <= ytd.known_from as known_by_then
  from grid
  left join ytd
    on grid.series_id = ytd.series_id and grid.time_period = ytd.time_period
  left join ytd as before
    on grid.series_id = before.series_id and grid.period_before = before.time_period
  left join stated
    on grid.series_id = stated.ytd_series_id and grid.time_period = stated.time_period
),

reasoned as (
  select
    paired.*,
    indicator.indicator_zh,
    area.area_zh,
    case
      when paired.indicator_id in ('{{ var('months_not_derived') | join("', '") }}') then 'MONTHS_NOT_DERIVED'
      when indicator.january_exempt and month <= 2 then 'JAN_EXEMPT'
      when ytd_obs_value is null and ytd_qualifier not in ('eq', '_Z') then 'LEVEL_NOT_A_POINT'
      when ytd_obs_value is null then 'LEVEL_MISSING'
      when ytd_qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when month = 1 then null
      when before_obs_value is null and before_qualifier not in ('eq', '_Z') then 'LEVEL_NOT_A_POINT'
      when before_obs_value is null then 'MONTH_BEFORE_MISSING'
      when before_qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when not says_the_same_one then 'VINTAGES_DIFFER'
      when not known_by_then then 'REVISED_SINCE'
    end as month_reason
  from paired
  inner join {{ ref('stg_indicator') }} as indicator
    on paired.indicator_id = indicator.indicator_id
  inner join {{ ref('stg_area') }} as area
    on paired.ref_area = area.ref_area
),

derived as (
  select
    reasoned.*,
    case when month_reason is null then {{ single_month('ytd_obs_value', 'before_obs_value', 'time_period') }} end as month_derived,
    ytd_half_ulp + case when month = 1 then cast(0 as decimal(28, 6)) else before_half_ulp end as month_half_ulp
  from reasoned
)

select
  derived.series_id,
  derived.month_series_id,
  derived.time_period,
  derived.indicator_id,
  derived.indicator_zh,
  derived.method_id,
  derived.ref_area,
  derived.area_zh,
  derived.place_id,
  derived.component_area,
  derived.breakdown,
  derived.freq,
  derived.currency,
  derived.price_basis,
  derived.unit_measure,
  derived.ytd_obs_value as ytd_amount,
  derived.before_obs_value as ytd_amount_before,
  derived.month_derived,
  derived.month_reason as month_derived_reason,
  case when derived.month_derived < 0 then '核减' else '' end as month_note_zh,
  case when derived.month_derived < 0 then 'taken back' else '' end as month_note_en,
  derived.stated_obs_value as month_stated,
  case when derived.stated_obs_value is null then coalesce(nullif(derived.stated_obs_reason, ''), 'NOT_STATED') end
    as month_stated_reason,
  abs(derived.month_derived - derived.stated_obs_value) <= derived.month_half_ulp + derived.stated_half_ulp as month_agrees,
  -- Within a year: with January the sets and the scopes of a year begin anew.
  case
    when derived.month_derived >= 0
      then {{ period_on_period_percent('derived.month_derived', 'earlier.month_derived', 'derived.month_reason is null and earlier.month_reason is null') }}
  end as month_on_month,
  case
    when derived.month_reason is not null then derived.month_reason
    when derived.month = 1 then 'YEAR_BEGINS'
    when earlier.month_derived is null then coalesce(earlier.month_reason, 'MONTH_BEFORE_MISSING')
    when earlier.month_derived = 0 then 'BASE_ZERO'
    when earlier.month_derived < 0 then 'BASE_NEGATIVE'
    when derived.month_derived < 0 then 'LEVEL_NEGATIVE'
  end as month_on_month_reason,
  {{ most_confidential([
    'derived.ytd_conf_status', 'derived.before_conf_status', 'derived.stated_conf_status', 'earlier.before_conf_status',
  ]) }} as conf_status,
  coalesce(derived.ytd_is_synthetic, false) or coalesce(derived.before_is_synthetic, false)
    or coalesce(derived.stated_is_synthetic, false)
    or coalesce(earlier.before_is_synthetic, false) as is_synthetic,
  derived.ytd_submission_id as level_submission_id,
  derived.ytd_source_file as level_file,
  derived.ytd_sheet as level_sheet,
  derived.ytd_cell as level_cell,
  derived.before_submission_id,
  derived.before_source_file as before_file,
  derived.before_sheet,
  derived.before_cell,
  derived.stated_submission_id as month_submission_id,
  derived.stated_source_file as month_file,
  derived.stated_sheet as month_sheet,
  derived.stated_cell as month_cell
from derived
left join derived as earlier
  on derived.series_id = earlier.series_id and derived.period_before = earlier.time_period
