-- grain: a year-to-date series × period. The month's own value, as the difference of two values of the year to
-- date, beside the month that a form states. Of a quarterly series the quarter's own value, in the same way.
--
-- Both values must be of one vintage: a value revised in between would put the revision into the month. Each
-- month comes with a submission of its own, so that "one submission" would leave nothing; what is asked is that
-- the earlier value, as it stands, was already known when the later one was handed in. A later revision of the
-- earlier month leaves the month empty (REVISED_SINCE) until the department hands the later one in again. A value that
-- was handed in late and never revised is no revision. A year to date that was revised to a census, a scope, a method, a
-- comparable base or after an inspection is of another kind than its neighbours: neither its month nor the next is a
-- difference (VINTAGES_DIFFER), unless both ends were revised for one reason on one day.
{% set marks = {
  'ytd': ['ytd_amount'], 'before': ['ytd_amount_before'], 'derived': ['month_derived'], 'stated': ['month_stated'],
  'on_month': ['month_on_month'],
} %}
{% set operand = ['observation_id', 'obs_value', 'qualifier', 'obs_reason', 'half_ulp', 'conf_status', 'is_synthetic'] %}
{% set revised_in_kind = "('benchmark', 'scope_change', 'method_change', 'comparable_base', 'enforcement_removal')" %}
-- The series of a year to date and the one whose months a form states, side by side.
with {% for accumulation in ['YTD', 'PERIOD'] -%}
series_{{ accumulation | lower }} as (
  select
    series.*,
    {{ series_id({'accumulation': "'YTD'"}) if accumulation == 'PERIOD' else 'series_id' }} as ytd_series_id
  from {{ ref('int_series') }} as series
  where measure = 'VALUE' and time_transform = 'N' and accumulation = '{{ accumulation }}'
    and freq in ('M', 'Q') and status_class = 'actual' and scope_basis = 'OWN'
),
{% endfor %}
paired_series as (
  select
    coalesce(ytd.ytd_series_id, stated.ytd_series_id) as series_id,
    ytd.series_key as ytd_key,
    stated.series_key as month_key,
    stated.series_id as month_series_id{% for name in dimensions() if name not in ['accumulation'] %},
    coalesce(ytd.{{ name }}, stated.{{ name }}) as {{ name }}
    {%- endfor %},
    -- How many months lie between a value of the year to date and the one before it.
    case coalesce(ytd.freq, stated.freq) when 'Q' then 3 else 1 end as step
  from series_ytd as ytd
  full outer join series_period as stated
    on ytd.series_id = stated.ytd_series_id
),

-- What a census or a new scope made of a value stays so, whatever is mended in it afterwards.
of_another_kind as (
  select *
  from (
    select
      {% for name in vintage_line_names() -%}
      {{ name }},
      {% endfor -%}
      revision_reason,
      begun_at,
      row_number() over (partition by {{ vintage_line() }} order by vintage desc) as place
    from {{ ref('int_value') }}
    where opens_vintage and vintage > 1 and revision_reason in {{ revised_in_kind }}
  ) as revised
  where place = 1
),

-- A value handed in again unchanged is no new vintage: what counts is when it was first said (begun_at).
chosen as (
  select
    value_now.*,
    {{ half_ulp('value_now.reported_unit_mult', 'value_now.reported_decimals') }} as half_ulp,
    of_another_kind.revision_reason as kind_reason,
    of_another_kind.begun_at as kind_since
  from {{ ref('int_value') }} as value_now
  left join of_another_kind
    on {{ same_vintage_line('value_now', 'of_another_kind') }}
  where value_now.is_chosen
),

grid as (
  {% for key in ['ytd_key', 'month_key'] -%}
  select paired_series.series_id, chosen.month, chosen.time_period
  from paired_series
  inner join chosen
    on paired_series.{{ key }} = chosen.series_key
  {{ 'union distinct' if not loop.last }}
  {% endfor -%}
),

paired as (
  select
    paired_series.*,
    grid.time_period,
    grid.month as counted_month,
    grid.month % 12 + 1 as month,
    {% for name in operand -%}
    ytd.{{ name }} as ytd_{{ name }},
    before.{{ name }} as before_{{ name }},
    stated.{{ name }} as stated_{{ name }},
    {% endfor -%}
    -- What is recognised is one figure, whether the total says it or the rows add up to it.
    ytd.form_id = before.form_id and ytd.reporting_level = before.reporting_level
      and (ytd.vintage_origin = before.vintage_origin or ytd.reporting_level = 'recognised') as says_the_same_one,
    before.begun_at <= ytd.known_from or before.vintage = 1 as known_by_then,
    {% for end in ['ytd', 'before'] -%}
    {{ end }}.kind_reason is not null as {{ end }}_is_of_another_kind,
    {% endfor -%}
    coalesce(ytd.kind_reason = before.kind_reason and {{ business_day('ytd.kind_since') }} = {{ business_day('before.kind_since') }}, false)
      as revised_together
  from grid
  inner join paired_series
    on grid.series_id = paired_series.series_id
  left join chosen as ytd
    on paired_series.ytd_key = ytd.series_key and grid.month = ytd.month
  -- January has no month before it in its year, nor the first quarter a quarter.
  left join chosen as before
    on paired_series.ytd_key = before.series_key
    and case when grid.month % 12 >= paired_series.step then grid.month - paired_series.step end = before.month
  left join chosen as stated
    on paired_series.month_key = stated.series_key and grid.month = stated.month
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
      when month <= step then null
      when before_obs_value is null and before_qualifier not in ('eq', '_Z') then 'LEVEL_NOT_A_POINT'
      when before_obs_value is null then 'MONTH_BEFORE_MISSING'
      when before_qualifier <> 'eq' then 'LEVEL_NOT_A_POINT'
      when not says_the_same_one then 'VINTAGES_DIFFER'
      when (ytd_is_of_another_kind or before_is_of_another_kind) and not revised_together then 'VINTAGES_DIFFER'
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
    case when month_reason is null then {{ single_month('ytd_obs_value', 'before_obs_value', 'time_period', 'step') }} end as month_derived,
    {{ any_synthetic(['ytd', 'before']) }} as derived_is_synthetic,
    {{ most_confidential_operand(['ytd', 'before']) }} as derived_conf_status,
    ytd_half_ulp + case when month <= step then cast(0 as decimal(28, 6)) else before_half_ulp end as month_half_ulp
  from reasoned
),

compared as (
  select
    derived.*,
    earlier.month_derived as earlier_month_derived,
    earlier.month_reason as earlier_month_reason,
    derived.derived_is_synthetic or coalesce(earlier.derived_is_synthetic, false) as on_month_is_synthetic,
    {{ most_confidential(['derived.derived_conf_status', 'earlier.derived_conf_status']) }} as on_month_conf_status
  from derived
  left join derived as earlier
    on derived.series_id = earlier.series_id
    and case when derived.month > derived.step then derived.counted_month - derived.step end = earlier.counted_month
)

select
  {{ result_id('single_month', ['series_id', 'time_period']) }} as result_id,
  series_id,
  month_series_id,
  time_period,
  indicator_id,
  indicator_zh,
  method_id,
  ref_area,
  area_zh,
  place_id,
  component_area,
  breakdown,
  freq,
  currency,
  price_basis,
  unit_measure,
  ytd_obs_value as ytd_amount,
  before_obs_value as ytd_amount_before,
  month_derived,
  month_reason as month_derived_reason,
  case when month_derived < 0 then '核减' else '' end as month_note_zh,
  case when month_derived < 0 then 'taken back' else '' end as month_note_en,
  stated_obs_value as month_stated,
  case when stated_obs_value is null then coalesce(nullif(stated_obs_reason, ''), 'NOT_STATED') end
    as month_stated_reason,
  abs(month_derived - stated_obs_value) <= month_half_ulp + stated_half_ulp as month_agrees,
  -- Within a year: with January the sets and the scopes of a year begin anew.
  case
    when month_derived >= 0
      then {{ period_on_period_percent('month_derived', 'earlier_month_derived', 'month_reason is null and earlier_month_reason is null') }}
  end as month_on_month,
  case
    when month_reason is not null then month_reason
    when month <= step then 'YEAR_BEGINS'
    when earlier_month_derived is null then coalesce(earlier_month_reason, 'MONTH_BEFORE_MISSING')
    when earlier_month_derived = 0 then 'BASE_ZERO'
    when earlier_month_derived < 0 then 'BASE_NEGATIVE'
    when month_derived < 0 then 'LEVEL_NEGATIVE'
  end as month_on_month_reason,
  -- The main figure is the month as derived.
  derived_conf_status as conf_status,
  derived_is_synthetic as is_synthetic,
  {{ marked_figures(marks, "{}_conf_status <> 'F'") }} as restricted_figures,
  {{ marked_figures(marks, '{}_is_synthetic') }} as invented_figures,
  ytd_observation_id as level_id,
  before_observation_id as before_id,
  stated_observation_id as month_id
from compared
