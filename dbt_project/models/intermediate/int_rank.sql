-- grain: series of ranks × period × area. Ranks recomputed from the growth that was fed back, as
-- competition ranks (1, 2, 2, 4) among the areas of one submission that have a value; among areas of one
-- level, for a county is not ranked among its towns; and like with like: a growth on the comparable base is not
-- ranked among those that do not say.
{% set ranked_together = 'submission_id, month, area_level, alike' %}
with ranked_series as (
  select
    series.series_key,
    area.area_level,
    indicator.direction,
    {{ series_id({'ref_area': "'_Z'"}) }} as alike,
    {{ series_id({'measure': "'RANK'", 'unit_measure': "'RANK'", 'indicator_id': 'series.indicator_id', 'ref_area': 'series.ref_area'}) }}
      as rank_series_id
  from {{ ref('int_series') }} as series
  inner join (select ref_area as ranked_area, area_level from {{ ref('stg_area') }}) as area
    on series.ref_area = area.ranked_area
  inner join (select indicator_id as ranked_indicator, direction from {{ ref('stg_indicator') }}) as indicator
    on series.indicator_id = indicator.ranked_indicator
  where series.measure = 'VALUE' and series.time_transform = 'G1Y'
),

growth as (
  select
    value_now.month,
    value_now.time_period,
    value_now.submission_id,
    value_now.obs_value,
    value_now.is_synthetic,
    ranked_series.rank_series_id,
    ranked_series.area_level,
    ranked_series.alike,
    ranked_series.direction
  from {{ ref('int_value') }} as value_now
  inner join ranked_series
    on value_now.series_key = ranked_series.series_key
  where value_now.is_chosen and value_now.obs_value is not null
),

ranked as (
  select
    growth.*,
    rank() over (
      partition by {{ ranked_together }}
      order by case direction when 'lower' then -obs_value else obs_value end desc
    ) as rank_computed,
    -- Whoever ranked by unrounded values gave each of those that tie a place of its own: any of these is right.
    count(*) over (partition by {{ ranked_together }}, obs_value) as tied,
    count(*) over (partition by {{ ranked_together }}) as rank_of_n_computed,
    -- A rank rests on every value ranked.
    max(cast(is_synthetic as integer)) over (partition by {{ ranked_together }}) as rests_on_synthetic
  from growth
)

select
  rank_series_id as series_id,
  time_period,
  month,
  rank_computed,
  rank_computed + tied - 1 as rank_last,
  rank_of_n_computed,
  cast(rests_on_synthetic as boolean) as is_synthetic
from ranked
