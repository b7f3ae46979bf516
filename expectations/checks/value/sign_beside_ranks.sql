-- rule: SIGN_AGAINST_RANKS
-- The ranks of a column do not follow its values, and would follow all of them if one value had the other sign: a minus was
-- left out, or typed where there is none. Where more than one value could be it, the ranks are told one by one.
with ranked as (
  select rank.*, value.obs_value as value, value.cell as value_cell, value.subject as value_subject,
    value.series_id as value_series, value.reported_value as value_reported, value.reported_unit as value_unit,
    area.area_level
  from figure as rank
  inner join figure as value
    on {{ beside('rank', 'value', ['measure', 'unit_measure', 'currency', 'target_kind']) }} and value.measure = 'VALUE'
  inner join area on rank.ref_area = area.ref_area
  where
    rank.measure = 'RANK' and rank.obs_value is not null and rank.rank_of_n is not null and value.obs_value is not null
    and rank.submission_id in (select submission_id from asks where check_name = 'rank_follows_values')
),
valued as (
  select value.*, area.area_level
  from figure as value inner join area using (ref_area)
  where value.measure = 'VALUE' and value.obs_value is not null
),
stated_places as (
  select
    ranked.submission_id, ranked.sheet, ranked.col_path, ranked.area_level, ranked.cell,
    any_value(ranked.obs_value) as stated,
    1 + count(*) filter (where valued.obs_value > ranked.value) as first,
    count(*) filter (where valued.obs_value >= ranked.value) as last,
    count(*) as values_there,
    count(*) over (partition by ranked.submission_id, ranked.sheet, ranked.col_path, ranked.area_level) as ranks_there
  from ranked
  inner join valued
    on {{ beside('ranked', 'valued', ['measure', 'unit_measure', 'currency', 'target_kind', 'ref_area']) }}
    and ranked.area_level = valued.area_level
  group by ranked.submission_id, ranked.sheet, ranked.col_path, ranked.area_level, ranked.cell
),
-- Where the ranks of a column do not follow as they are. A value without a rank is told as that, and may be what is in their
-- way; of more than a hundred places nobody types a sign by hand.
off as (
  select submission_id, sheet, col_path
  from stated_places
  group by all
  having
    count(*) <= 100 and count(*) filter (where stated not between first and last) > 0
    and bool_and(values_there = ranks_there)
),
-- Each value of such a column with the other sign: how many ranks do not follow then.
compared as (
  select
    turned.submission_id, turned.sheet, turned.col_path, turned.value_cell, ranked.cell, ranked.obs_value as stated,
    if(ranked.value_cell = turned.value_cell, -ranked.value, ranked.value) as mine,
    if(valued.cell = turned.value_cell, -valued.obs_value, valued.obs_value) as other
  from off
  inner join ranked as turned using (submission_id, sheet, col_path)
  inner join ranked
    on turned.submission_id = ranked.submission_id and turned.sheet = ranked.sheet and turned.col_path = ranked.col_path
  inner join valued
    on {{ beside('ranked', 'valued', ['measure', 'unit_measure', 'currency', 'target_kind', 'ref_area']) }}
    and ranked.area_level = valued.area_level
  where turned.value <> 0
),
placed as (
  select
    submission_id, sheet, col_path, value_cell, cell, stated,
    1 + count(*) filter (where other > mine) as first,
    count(*) filter (where other >= mine) as last
  from compared
  group by all
),
counted as (
  select submission_id, sheet, col_path, value_cell, count(*) filter (where stated not between first and last) as wrong,
    string_agg(cell, '、' order by lpad(cell, 8, ' ')) as rank_cells
  from placed
  group by all
),
only_one as (
  select *
  from counted
  where wrong = 0
  qualify count(*) over (partition by submission_id, sheet, col_path) = 1
)
select
  ranked.submission_id, ranked.sheet, ranked.value_cell as cell, ranked.value_subject as subject,
  ranked.value_series as series_id,
  concat({{ plain('ranked.value_reported') }}, ranked.value_unit) as found,
  concat(only_one.sheet, '!', only_one.rank_cells) as evidence
from only_one
inner join ranked using (submission_id, sheet, value_cell)
