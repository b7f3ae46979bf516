-- rule: YTD_FALLS
-- A year to date is not less than that of the last month known, unless the return says why: a fall is as easy to hand in as a
-- rise. The months after it are held against the month that fell, and nobody is asked twice.
select
  {{ at('sized') }},
  concat({{ plain('sized.reported_value') }}, sized.reported_unit) as found,
  {{ said_at('sized.last_at', 'sized.last_value', 'sized') }} as evidence
from (
  select level.*, own.obs_value as last_value, concat(own.before_file, ' ', own.sheet, '!', own.cell) as last_at
  from level
  inner join own
    on level.submission_id = own.submission_id and level.series_id = own.series_id
    and own.time_period < level.time_period and substr(own.time_period, 1, 4) = substr(level.time_period, 1, 4)
  where level.accumulation = 'YTD' and level.level_kind = 'OWN' and level.freq = 'M' and level.time_period = level.period
  qualify row_number() over (partition by level.submission_id, level.series_id order by own.time_period desc) = 1
) as sized
inner join new using (submission_id)
where sized.obs_value < sized.last_value and {{ is_open('fall') }}
