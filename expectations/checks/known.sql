-- What stood when a submission came, made anew whenever one more turns out to be held.
--   pair   for each new one, what stood in every slot of its form: the latest accepted before it
--   known  what these say: one value a series and period, as it was known then;  own: its levels
--   sized  the levels of a return beside what these let expect
--   row_before  the rows of the register before

create or replace temp table pair as
select
  new.submission_id,
  earlier.submission_id as before_id,
  earlier.period as before_period,
  earlier.file as before_file,
  earlier.sequence as before_sequence
from new
inner join known_submission as earlier using (department_id, form_id, part)
where earlier.sequence < new.sequence and not earlier.is_held
qualify row_number() over (partition by new.submission_id, earlier.period order by earlier.sequence desc) = 1;

create or replace temp table known as
select
  pair.submission_id,
  pair.before_id,
  pair.before_period,
  pair.before_file,
  said.* exclude (submission_id),
  {{ half_of('said') }} as half
from pair
inner join known_observation as said on pair.before_id = said.submission_id
qualify row_number() over (
  partition by pair.submission_id, said.series_id, said.time_period order by pair.before_sequence desc
) = 1;

create or replace temp view own as
select * from known
where
  measure = 'VALUE' and time_transform = 'N' and scope_basis = 'OWN' and status_class = 'actual'
  and obs_value is not null and qualifier = 'eq';

-- A level of the return's own period beside what its past lets expect, in powers of ten. A year to date grows by the
-- months that have passed: the last one known, times these. Growth and season are small beside a unit that slipped.
create or replace temp table sized as
select
  level.*,
  earlier.time_period as earlier_period,
  earlier.obs_value as earlier_value,
  concat(earlier.before_file, ' ', earlier.sheet, '!', earlier.cell) as earlier_at,
  log10(cast(level.obs_value as double) / cast(earlier.obs_value as double)
    / if(level.accumulation = 'YTD' and level.freq = 'M',
        {{ month_number('level.time_period') }} / cast({{ month_number('earlier.time_period') }} as double), 1)) as step,
  log10(cast(level.obs_value as double) / cast(year_ago.obs_value as double)) as step_of_year
from level
left join own as earlier
  on level.submission_id = earlier.submission_id and level.series_id = earlier.series_id
  and earlier.obs_value > 0 and earlier.time_period < level.time_period
  and earlier.time_period >= level.year_before
left join own as year_ago
  on level.submission_id = year_ago.submission_id and level.series_id = year_ago.series_id
  and year_ago.obs_value > 0 and year_ago.time_period = level.year_before
where
  level.level_kind = 'OWN' and level.obs_value > 0
  and level.time_period = if(level.freq = 'A', substr(level.period, 1, 4), level.period)
qualify row_number() over (partition by level.submission_id, level.series_id order by earlier.time_period desc nulls last) = 1;

-- The rows of the register of the return before: the last of the same year, or what this one takes the place of, where it
-- does. A year's register begins anew, so that no row of last year is missed.
create or replace temp table row_before as
select pair.submission_id, pair.before_file, pair.before_period, cells.* exclude (submission_id), label.label
from (
  select pair.*
  from pair
  inner join new using (submission_id)
  where pair.before_period <= new.period and substr(pair.before_period, 1, 4) = substr(new.period, 1, 4)
  qualify row_number() over (partition by pair.submission_id order by pair.before_period desc) = 1
) as pair
inner join known_register_cell as cells on pair.before_id = cells.submission_id
left join label on cells.value_text = label.text
where cells.row_key <> '';
