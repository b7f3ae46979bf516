-- rule: UNIVERSE_SHRINKS
-- A table of everybody who is ranked has a row for each of them: with one left out every rank behind it moves.
with listed as (
  select
    submission_id, rank_universe, period,
    min(sheet) as sheet,
    arg_min(cell, lpad(cell, 8, ' ')) as cell,
    count(distinct ref_area) as areas
  from figure
  where measure = 'RANK' and rank_universe <> ''
  group by submission_id, rank_universe, period
)
select
  listed.submission_id,
  listed.sheet,
  listed.cell,
  concat(listed.rank_universe, '|everybody_is_ranked') as subject,
  listed.areas as found,
  rank_universe.n as expected,
  listed.rank_universe as universe
from listed
inner join rank_universe on listed.rank_universe = rank_universe.universe
where listed.areas > 1 and listed.areas <> rank_universe.n and {{ in_force('rank_universe', 'listed.period') }}
