-- rule: LATER_MONTHS_STAND
-- A month that is revised while later months of its year stand as they were: their year to date holds the old figure.
with revised as (
  select now.submission_id, now.series_id, now.time_period, now.sheet, now.cell, now.raw_text, before.raw_text as before_text
  from level as now
  inner join known as before
    on now.submission_id = before.submission_id and now.series_id = before.series_id and now.time_period = before.time_period
    and before.before_period = now.period
  where
    now.accumulation = 'YTD' and now.level_kind = 'OWN' and now.time_period = now.period
    and before.obs_value is not null and now.obs_value <> before.obs_value
)
select
  revised.submission_id,
  arg_min(revised.sheet, lpad(revised.cell, 8, ' ')) as sheet,
  arg_min(revised.cell, lpad(revised.cell, 8, ' ')) as cell,
  'later_months' as subject,
  arg_min(revised.raw_text, lpad(revised.cell, 8, ' ')) as found,
  arg_min(revised.before_text, lpad(revised.cell, 8, ' ')) as before,
  string_agg(distinct later.time_period, '、' order by later.time_period) as later_periods
from revised
inner join own as later
  on revised.submission_id = later.submission_id and revised.series_id = later.series_id
  and later.time_period > revised.time_period and substr(later.time_period, 1, 4) = substr(revised.time_period, 1, 4)
group by revised.submission_id
