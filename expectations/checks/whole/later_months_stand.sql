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
-- Those that are handed in anew in the same night do not stand as they were, whichever of them came first.
anti join (
  select new.submission_id, anew.period as time_period
  from new
  inner join known_submission as anew using (department_id, form_id, part)
  where
    anew.is_new and not anew.is_held
    and (
      anew.sequence > new.sequence
      or exists (
        select 1 from known_submission as first
        where first.department_id = anew.department_id and first.form_id = anew.form_id and first.part = anew.part
          and first.period = anew.period and first.sequence < anew.sequence
      )
    )
) as renewed
  on later.submission_id = renewed.submission_id and later.time_period = renewed.time_period
group by revised.submission_id
