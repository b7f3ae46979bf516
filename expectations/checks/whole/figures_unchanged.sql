-- rule: FIGURES_UNCHANGED
-- Nobody changed the figures: every one that the return states of its own period is the one that the return before it
-- stated of its own. Lawful where little happens; not of a form that is declared to move every month, nor of another year:
-- a year to date begins anew.
with stated as (
  select
    figure.submission_id, figure.series_id, figure.cell, figure.sheet, figure.obs_value, figure.raw_text,
    figure.measure = 'VALUE' and figure.status_class = 'actual' as is_figure,
    date_diff_months as lag
  from figure
  cross join lateral (select {{ month_count('figure.period') }} - {{ month_count('figure.time_period') }} as date_diff_months)
  where
    figure.freq = 'M' and figure.accumulation in ('YTD', 'PERIOD') and figure.status_class = 'actual'
    and figure.measure in ('VALUE', 'RANK') and figure.obs_value is not null and length(figure.period) = 7
),
last_return as (
  select pair.submission_id, pair.before_id, pair.before_period, pair.before_file, new.period, form.is_continuous
  from pair
  inner join new using (submission_id)
  inner join form using (form_key)
  where pair.before_period < new.period and length(pair.before_period) = 7
  qualify row_number() over (partition by pair.submission_id order by pair.before_period desc) = 1
),
compared as (
  select
    last_return.*,
    count(*) as figures,
    count(*) filter (where stated.obs_value <> 0 and stated.is_figure) as filled,
    count(*) filter (where said.obs_value is distinct from stated.obs_value) as changed,
    min(stated.sheet) as sheet,
    arg_min(stated.cell, lpad(stated.cell, 8, ' ')) as cell,
    arg_min(stated.raw_text, lpad(stated.cell, 8, ' ')) as text
  from last_return
  inner join stated using (submission_id)
  left join known_observation as said
    on last_return.before_id = said.submission_id and stated.series_id = said.series_id
    and {{ month_count('last_return.before_period') }} - {{ month_count('said.time_period') }} = stated.lag
  group by all
)
select
  submission_id,
  sheet,
  cell,
  'figures_unchanged' as subject,
  figures,
  text as found,
  before_period as earlier_period,
  before_file as evidence
from compared
where
  changed = 0
  and (
    (is_continuous and figures >= 3 and filled >= 1)
    or (substr(before_period, 1, 4) <> substr(period, 1, 4) and filled >= 2)
  )
