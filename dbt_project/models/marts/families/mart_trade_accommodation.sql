-- grain: indicator × area × period. Wholesale, retail, accommodation and catering above quota: the month and the
-- year to date side by side, each with the growth that was fed back; that of the year to date computed again.
{% set month = "accumulation = 'PERIOD' and time_transform = 'N' and measure = 'VALUE'" %}
{% set month_growth = "accumulation = 'PERIOD' and time_transform = 'G1Y' and measure = 'VALUE'" %}
{% set ytd = "accumulation = 'YTD' and time_transform = 'N' and measure = 'VALUE'" %}
{% set rank = "measure = 'RANK'" %}
with told_apart as (
  select
    value_now.*,
    -- As in int_growth: a growth on the comparable base stands before one that does not say. Of two ranks that of
    -- the year to date, then that of the amount.
    row_number() over (
      partition by
        value_now.indicator_id, value_now.ref_area, value_now.time_period, value_now.measure,
        case value_now.measure when 'VALUE' then concat(value_now.accumulation, value_now.time_transform) end
      order by
        case value_now.accumulation when 'YTD' then 1 else 2 end,
        case value_now.time_transform when 'N' then 1 else 2 end,
        {{ standing_rank('value_now') }},
        value_now.series_id
    ) as place
  from {{ ref('mart_indicator') }} as value_now
  inner join {{ ref('stg_indicator') }} as indicator
    on value_now.indicator_id = indicator.indicator_id and indicator.family = 'trade_accommodation'
  -- Neither the target of a year nor what a form says of last year is a month's figure.
  where value_now.status_class = 'actual' and value_now.freq = 'M' and value_now.accumulation in ('PERIOD', 'YTD')
    and value_now.breakdown = '_T' and value_now.place_id = '_T' and value_now.component_area = '_Z'
    and value_now.measure in ('VALUE', 'RANK')
    and (
      (value_now.time_transform = 'N' and value_now.scope_basis = 'OWN')
      or (value_now.time_transform = 'G1Y' and value_now.scope_basis in ('OWN', 'COMPARABLE'))
    )
),

said as (
  select
    indicator_id,
    max(indicator_zh) as indicator_zh,
    ref_area,
    max(area_zh) as area_zh,
    time_period,
    {{ said_of(ytd, 'series_id') }} as series_id,
    {% for series, name in [
      (month, 'month_value'), (month_growth, 'month_growth_reported'), (ytd, 'ytd_value'), (rank, 'rank_reported'),
    ] -%}
    {{ value_of(series) }} as {{ name }},
    {{ reason_of(series) }} as {{ name }}_reason,
    {% endfor -%}
    {{ said_of(ytd, 'display_value') }} as display_value,
    {{ said_of(ytd, 'display_unit_zh') }} as display_unit_zh,
    {% for name in ['rank_of_n', 'rank_universe', 'rank_basis'] -%}
    {{ said_of(rank, name) }} as {{ name }},
    {% endfor -%}
    {{ most_confidential_of() }} as conf_status,
    {{ flag_of(ytd, 'is_synthetic') }} as is_synthetic,
    {{ flag_of(month ~ ' or ' ~ month_growth, 'is_synthetic') }} as month_is_synthetic,
    {{ flag_of(rank, 'is_synthetic') }} as rank_is_synthetic,
    {% for name in ['submission_id', 'source_file', 'source_sheet', 'source_cell'] -%}
    {{ said_of(ytd, name) }} as {{ name }},
    {% endfor -%}
    {{ said_of(month, 'submission_id') }} as month_submission_id,
    {{ said_of(month, 'source_file') }} as month_file,
    {{ said_of(month, 'source_sheet') }} as month_sheet,
    {{ said_of(month, 'source_cell') }} as month_cell,
    {{ said_of(month_growth, 'source_cell') }} as month_growth_cell,
    {{ said_of(rank, 'source_file') }} as rank_file,
    {{ said_of(rank, 'source_sheet') }} as rank_sheet,
    {{ said_of(rank, 'source_cell') }} as rank_cell
  from told_apart
  where place = 1
  group by indicator_id, ref_area, time_period
)

select
  said.indicator_id,
  said.indicator_zh,
  said.ref_area,
  said.area_zh,
  said.time_period,
  said.month_value,
  said.month_value_reason,
  said.month_growth_reported,
  said.month_growth_reported_reason,
  said.ytd_value,
  said.ytd_value_reason,
  said.display_value,
  said.display_unit_zh,
  {{ growth_beside_columns() }},
  try_cast(said.rank_reported as integer) as rank_reported,
  said.rank_reported_reason,
  said.rank_of_n,
  coalesce(said.rank_universe, '_Z') as rank_universe,
  coalesce(said.rank_basis, '_Z') as rank_basis,
  said.conf_status,
  coalesce(said.is_synthetic, false) as is_synthetic,
  coalesce(said.month_is_synthetic, false) as month_is_synthetic,
  coalesce(said.rank_is_synthetic, false) as rank_is_synthetic,
  said.submission_id,
  said.source_file,
  said.source_sheet,
  said.source_cell,
  said.month_submission_id,
  said.month_file,
  said.month_sheet,
  said.month_cell,
  said.month_growth_cell,
  said.rank_file,
  said.rank_sheet,
  said.rank_cell
from said
{{ growth_beside_joins('said') }}
