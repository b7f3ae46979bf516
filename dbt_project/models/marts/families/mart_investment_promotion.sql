-- grain: area × period. Outbound visits since January as the log counts them, those led by the principal leader
-- among them, and what the monthly counts of the same month say of visitors, hotels, routes and stations. What is
-- known by its bounds alone (80余位, 10余家) is bounds.
{% set visits = is_series('outbound_investment_promotion_visits') ~ " and breakdown = '_T'" %}
{% set led = is_series('outbound_investment_promotion_visits') ~ " and breakdown = 'led_by_principal'" %}
{% set counts = [
  ('investor_visitors_received', 'investor_visitors'), ('hotels_upgraded', 'hotels_upgraded'),
  ('marine_tour_routes', 'marine_tour_routes'), ('roadside_service_stations', 'roadside_service_stations'),
] %}
{% set bounded = ['investor_visitors', 'hotels_upgraded'] %}
with visit as (
  select
    time_period,
    ref_area,
    max(area_zh) as area_zh,
    {{ said_of(visits, 'series_id') }} as series_id,
    {{ value_of(visits) }} as visits,
    {{ reason_of(visits) }} as visits_reason,
    {{ value_of(led) }} as visits_led_by_principal,
    {{ reason_of(led) }} as visits_led_by_principal_reason,
    {% for name in ['display_value', 'display_unit_zh', 'value_origin', 'conf_status', 'submission_id', 'source_file', 'source_sheet', 'source_cell'] -%}
    {{ said_of(visits, name) }} as {{ name }},
    {% endfor -%}
    cast(max(cast(is_synthetic as integer)) as boolean) as is_synthetic
  from {{ ref('mart_indicator') }}
  where indicator_id = 'outbound_investment_promotion_visits' and measure = 'VALUE' and time_transform = 'N'
    and status_class = 'actual' and scope_basis = 'OWN' and freq = 'M' and place_id = '_T' and component_area = '_Z'
  group by time_period, ref_area
),

-- By the month of the return: what is there at a time (routes, stations) is said of the year, every month anew.
counted as (
  select
    submission.period as time_period,
    vintage.ref_area,
    {% for indicator_id, name in counts -%}
    {% set series = "indicator_id = '" ~ indicator_id ~ "'" -%}
    {{ value_of(series) }} as {{ name }},
    {{ reason_of(series) }} as {{ name }}_reason,
    {{ said_of(series, 'qualifier') }} as {{ name }}_qualifier,
    {{ said_of(series, 'value_low') }} as {{ name }}_low,
    {{ flag_of(series, 'low_inclusive') }} as {{ name }}_low_inclusive,
    {{ said_of(series, 'value_high') }} as {{ name }}_high,
    {{ flag_of(series, 'high_inclusive') }} as {{ name }}_high_inclusive,
    {{ said_of(series, 'source_cell') }} as {{ name }}_cell,
    {% endfor -%}
    cast(max(cast(vintage.is_synthetic as integer)) as boolean) as counts_are_synthetic,
    max(vintage.submission_id) as counts_submission_id,
    max(vintage.source_file) as counts_file,
    max(vintage.source_sheet) as counts_sheet
  from {{ ref('fct_observation') }} as vintage
  inner join {{ ref('int_submission_current') }} as submission
    on vintage.submission_id = submission.submission_id
  inner join (select indicator_id as described, primary_form from {{ ref('stg_indicator') }}) as indicator
    on vintage.indicator_id = indicator.described and vintage.form_id = indicator.primary_form
  where vintage.is_current and vintage.measure = 'VALUE' and vintage.time_transform = 'N'
    and vintage.status_class = 'actual' and vintage.scope_basis = 'OWN' and vintage.place_id = '_T'
    and vintage.indicator_id in ({% for indicator_id, name in counts %}'{{ indicator_id }}'{{ ', ' if not loop.last }}{% endfor %})
  group by submission.period, vintage.ref_area
),

grid as (
  select time_period, ref_area from visit
  union distinct
  select time_period, ref_area from counted
),

said as (
  select
    grid.time_period,
    grid.ref_area,
    area.area_zh,
    visit.series_id,
    visit.visits,
    coalesce(visit.visits_reason, case when visit.ref_area is null then 'NOT_REPORTED' end) as visits_reason,
    -- The log counts nobody where the principal leader led no visit: that is none, and no gap.
    case when visit.visits is not null then coalesce(visit.visits_led_by_principal, 0) end as visits_led_by_principal,
    {% for name in ['display_value', 'display_unit_zh', 'value_origin', 'conf_status', 'is_synthetic', 'submission_id', 'source_file', 'source_sheet', 'source_cell'] -%}
    visit.{{ name }},
    {% endfor -%}
    {% for indicator_id, name in counts -%}
    counted.{{ name }},
    case when counted.ref_area is null then 'NOT_REPORTED' else counted.{{ name }}_reason end as {{ name }}_reason,
    {% if name in bounded -%}
    counted.{{ name }}_qualifier,
    counted.{{ name }}_low,
    counted.{{ name }}_low_inclusive,
    counted.{{ name }}_high,
    counted.{{ name }}_high_inclusive,
    {% endif -%}
    counted.{{ name }}_cell,
    {% endfor -%}
    counted.counts_are_synthetic,
    counted.counts_submission_id,
    counted.counts_file,
    counted.counts_sheet
  from grid
  inner join {{ ref('stg_area') }} as area
    on grid.ref_area = area.ref_area
  left join visit
    on grid.time_period = visit.time_period and grid.ref_area = visit.ref_area
  left join counted
    on grid.time_period = counted.time_period and grid.ref_area = counted.ref_area
)

select
  said.time_period,
  said.ref_area,
  said.area_zh,
  try_cast(said.visits as integer) as visits,
  said.visits_reason,
  said.display_value,
  said.display_unit_zh,
  said.value_origin,
  try_cast(said.visits_led_by_principal as integer) as visits_led_by_principal,
  {{ share_percent('said.visits_led_by_principal', 'said.visits') }} as share_led_by_principal,
  {{ rounded_ratio('said.visits_led_by_principal', 'said.visits', 100, 2) }} as share_led_by_principal_rounded,
  case
    when said.visits is null then said.visits_reason
    when said.visits <= 0 then 'BASE_ZERO'
  end as share_led_by_principal_reason,
  {% for indicator_id, name in counts -%}
  said.{{ name }},
  said.{{ name }}_reason,
  {% if name in bounded -%}
  said.{{ name }}_qualifier,
  said.{{ name }}_low,
  said.{{ name }}_low_inclusive,
  said.{{ name }}_high,
  said.{{ name }}_high_inclusive,
  {% endif -%}
  said.{{ name }}_cell,
  {% endfor -%}
  {{ growth_beside_columns() }},
  coalesce(said.counts_are_synthetic, false) as counts_are_synthetic,
  said.counts_submission_id,
  said.counts_file,
  said.counts_sheet,
  said.conf_status,
  coalesce(said.is_synthetic, false) as is_synthetic,
  said.submission_id,
  said.source_file,
  said.source_sheet,
  said.source_cell
from said
{{ growth_beside_joins('said') }}
