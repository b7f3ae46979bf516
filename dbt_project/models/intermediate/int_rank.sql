-- grain: series of ranks × period × area. Ranks recomputed from the growth that was fed back, as
-- competition ranks (1, 2, 2, 4) among the areas of one submission that have a value.
with growth as (
  select *
  from {{ ref('int_indicator_current') }}
  where measure = 'VALUE' and time_transform = 'G1Y' and obs_value is not null
),

ranked as (
  select
    growth.*,
    rank() over (
      partition by submission_id, indicator_id, breakdown, accumulation, time_period
      order by case indicator.direction when 'lower' then -growth.obs_value else growth.obs_value end desc
    ) as rank_computed,
    count(*) over (
      partition by submission_id, indicator_id, breakdown, accumulation, time_period
    ) as rank_of_n_computed,
    -- A rank rests on every value ranked.
    max(cast(growth.is_synthetic as integer)) over (
      partition by submission_id, indicator_id, breakdown, accumulation, time_period
    ) as rests_on_synthetic
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
