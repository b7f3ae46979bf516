-- grain: series of ranks × period × area. Ranks recomputed from the growth that was fed back, as
-- competition ranks (1, 2, 2, 4) among the areas of one submission that have a value; among areas of one
-- level, for a county is not ranked among its towns; and like with like: a growth on the comparable base is not
-- ranked among those that do not say.
{% set ranked_together = 'submission_id, time_period, area_level, alike' %}
with growth as (
  select
    value_now.*,
    area.area_level,
    {{ series_id({'ref_area': "'_Z'"}) }} as alike
  from {{ ref('int_indicator_current') }} as value_now
  inner join (select ref_area as ranked_area, area_level from {{ ref('stg_area') }}) as area
    on value_now.ref_area = area.ranked_area
  where measure = 'VALUE' and time_transform = 'G1Y' and obs_value is not null
),

ranked as (
  select
    growth.*,
    rank() over (
      partition by {{ ranked_together }}
      order by case indicator.direction when 'lower' then -growth.obs_value else growth.obs_value end desc
    ) as rank_computed,
    count(*) over (partition by {{ ranked_together }}) as rank_of_n_computed,
    -- A rank rests on every value ranked.
    max(cast(growth.is_synthetic as integer)) over (partition by {{ ranked_together }}) as rests_on_synthetic
  from growth
  inner join (select indicator_id as ranked_indicator, direction from {{ ref('stg_indicator') }}) as indicator
    on growth.indicator_id = indicator.ranked_indicator
)

select
  {{ series_id({'measure': "'RANK'", 'unit_measure': "'RANK'"}) }} as series_id,
  time_period,
  rank_computed,
  rank_of_n_computed,
  cast(rests_on_synthetic as boolean) as is_synthetic
from ranked
