-- A rank is that of its value among the areas of its level in the same table: competition ranking, 1, 2, 2, 4.
-- Where published values tie, whoever ranked by unrounded ones gave each a place of its own: any of them is right. Those who are
-- ranked and whose value is not given may stand before it or behind it.
with ranked as (
  select
    rank.*,
    value.obs_value as value,
    area.area_level
  from figure as rank
  inner join figure as value
    on {{ beside('rank', 'value', ['measure', 'unit_measure', 'currency', 'target_kind']) }} and value.measure = 'VALUE'
  inner join area on rank.ref_area = area.ref_area
  where rank.measure = 'RANK' and rank.obs_value is not null and rank.rank_of_n is not null and value.obs_value is not null
),
valued as (
  select value.*, area.area_level
  from figure as value inner join area using (ref_area)
  where value.measure = 'VALUE' and value.obs_value is not null
),
placed as (
  select
    ranked.submission_id, ranked.sheet, ranked.cell,
    1 + count(*) filter (where valued.obs_value > ranked.value) as first,
    count(*) filter (where valued.obs_value >= ranked.value) + greatest(any_value(ranked.rank_of_n) - count(*), 0) as last
  from ranked
  inner join valued
    on {{ beside('ranked', 'valued', ['measure', 'unit_measure', 'currency', 'target_kind', 'ref_area']) }}
    and ranked.area_level = valued.area_level
  group by all
)
select
  asks.rule,
  asks.position,
  {{ at('ranked') }},
  ranked.obs_value as found,
  if(first = last, cast(first as varchar), concat(first, '–', last)) as expected
from {{ asks }} as asks
inner join ranked on asks.submission_id = ranked.submission_id
inner join placed
  on ranked.submission_id = placed.submission_id and ranked.sheet = placed.sheet and ranked.cell = placed.cell
where ranked.obs_value not between first and last
