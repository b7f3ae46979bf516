-- grain: series × lag. How far the value of a period lies from the first one said of it: a month after that, a year
-- after, and now. A period is one observation of a revision, of one area, breakdown and basis: a mean over the district's
-- and the street's figures is no statistic. Only periods of which so much time has passed since their first value are
-- counted, so that values are compared at equal ages; by the clock of receipt, which history that is entered later has too.
-- Late is not revised: the first value counts from the day it came.
{% set lags = {'M1': 1, 'M12': 12} %}
{% set ages = ['M1', 'M12', 'LATEST'] %}
{% set in_points = "('PERCENT', 'PP')" %}
{% set shown_mult = 'case when summed.unit_measure in ' ~ in_points ~ ' then 0 else indicator.display_unit_mult end' %}
with said as (
  select
    series_id,
    time_period,
    vintage,
    form_id,
    indicator_id,
    indicator_zh,
    unit_measure,
    {% for name in ['ref_area', 'place_id', 'component_area', 'breakdown', 'accumulation', 'time_transform', 'scope_basis'] -%}
    {{ name }},
    {% endfor -%}
    obs_value,
    previous_value,
    known_from,
    is_synthetic
  from {{ ref('mart_revision') }}
  where measure = 'VALUE'
    and status_class = 'actual'
    and scope_basis <> 'QUOTED'
    -- Of grades there is no mean.
    and revision_missing_reason <> 'ORDINAL'
    -- A mean over one respondent's figures gives them away.
    and conf_status <> 'C'
),

-- The first value of each period, whether anything was said after it, and until when anything is known.
first_said as (
  select
    said.*,
    again.series_id is not null as is_said_again,
    {% for lag, months in lags.items() -%}
    {{ dbt.dateadd('month', months, 'said.known_from') }} as until_{{ lag }},
    {% endfor -%}
    last_known.known_until
  from said
  left join (
    select distinct series_id, time_period
    from said
    where vintage > 1
  ) as again
    on said.series_id = again.series_id and said.time_period = again.time_period
  cross join (select max(known_from) as known_until from {{ ref('mart_revision') }}) as last_known
  where said.obs_value is not null and said.previous_value is null
),

-- Of the few periods of which more was said: the vintage that spoke at each age, the last one known by then.
aged as (
  {% for lag in ages -%}
  select
    first_said.series_id,
    first_said.time_period,
    '{{ lag }}' as lag,
    max(later.vintage) as vintage
  from first_said
  inner join said as later
    on first_said.series_id = later.series_id
    and first_said.time_period = later.time_period
    and later.vintage >= first_said.vintage
  where first_said.is_said_again
    {%- if lag in lags %}
    and first_said.until_{{ lag }} <= first_said.known_until
    and (later.known_from <= first_said.until_{{ lag }} or later.vintage = first_said.vintage)
    {%- endif %}
  group by first_said.series_id, first_said.time_period
  {{ 'union all' if not loop.last }}
  {% endfor %}
),

paired as (
  select
    first_said.*,
    aged.lag,
    later.obs_value as later_value,
    later.is_synthetic as later_is_synthetic
  from aged
  inner join first_said
    on aged.series_id = first_said.series_id and aged.time_period = first_said.time_period
  inner join said as later
    on aged.series_id = later.series_id and aged.time_period = later.time_period and aged.vintage = later.vintage
  {% for lag in ages -%}
  union all
  select
    first_said.*,
    '{{ lag }}' as lag,
    first_said.obs_value as later_value,
    first_said.is_synthetic as later_is_synthetic
  from first_said
  where not first_said.is_said_again
    {{ 'and first_said.until_' ~ lag ~ ' <= first_said.known_until' if lag in lags }}
  {% endfor %}
),

summed as (
  select
    series_id,
    lag,
    max(indicator_id) as indicator_id,
    max(indicator_zh) as indicator_zh,
    {% for name in ['ref_area', 'place_id', 'component_area', 'breakdown', 'accumulation', 'time_transform', 'scope_basis', 'form_id', 'unit_measure'] -%}
    max({{ name }}) as {{ name }},
    {% endfor -%}
    count(*) as n_values,
    sum(case when later_value <> obs_value then 1 else 0 end) as n_revised,
    cast(sum(later_value - obs_value) as decimal(28, 6)) as moved,
    cast(sum(abs(later_value - obs_value)) as decimal(28, 6)) as moved_absolutely,
    cast(sum(abs(later_value)) as decimal(28, 6)) as size,
    min(time_period) as first_period,
    max(time_period) as last_period,
    cast(max(cast(is_synthetic or later_is_synthetic as integer)) as boolean) as is_synthetic
  from paired
  -- What was withdrawn by that age has no later value.
  where later_value is not null
  group by series_id, lag
)

select
  summed.series_id,
  summed.lag,
  summed.indicator_id,
  summed.indicator_zh,
  {% for name in ['ref_area', 'place_id', 'component_area', 'breakdown', 'accumulation', 'time_transform', 'scope_basis', 'form_id'] -%}
  summed.{{ name }},
  {% endfor -%}
  case when summed.unit_measure in {{ in_points }} then '个百分点' else indicator.display_unit_zh end as display_unit_zh,
  cast(summed.n_values as integer) as n_values,
  cast(summed.n_revised as integer) as n_revised,
  {% for total, name in [('moved', 'mean_revision'), ('moved_absolutely', 'mean_absolute_revision')] -%}
  cast({{ in_display_unit(exact_average('summed.' ~ total, 'summed.n_values'), shown_mult) }} as decimal(28, 6)) as {{ name }},
  {% endfor -%}
  -- Σ|later − first| ÷ Σ|later|, in percent; a percentage of a percentage says nothing.
  case when summed.unit_measure not in {{ in_points }} then {{ rounded_ratio('summed.moved_absolutely', 'summed.size', 100, 4) }} end
    as relative_absolute_revision,
  case
    when summed.unit_measure in {{ in_points }} then 'IN_POINTS'
    when summed.size = 0 then 'BASE_ZERO'
  end as relative_absolute_revision_reason,
  summed.first_period,
  summed.last_period,
  summed.is_synthetic
from summed
inner join {{ ref('stg_indicator') }} as indicator
  on summed.indicator_id = indicator.indicator_id
