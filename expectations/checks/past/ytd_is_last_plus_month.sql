-- rule: YTD_NOT_LAST_PLUS_MONTH
-- A year to date is last month's and the month's, where the return states both, give or take their last places.
select
  {{ at('ytd') }},
  concat({{ plain('ytd.reported_value') }}, ytd.reported_unit) as found,
  {{ shown('own.obs_value', 'ytd') }} as before,
  {{ shown('month.obs_value', 'ytd') }} as month,
  {{ shown('own.obs_value + month.obs_value', 'ytd') }} as added,
  concat(ytd.sheet, '!', month.cell, '、', own.before_file, ' ', own.sheet, '!', own.cell) as evidence
from level as ytd
inner join level as month on {{ beside('ytd', 'month', ['accumulation']) }} and month.accumulation = 'PERIOD'
inner join own
  on ytd.submission_id = own.submission_id and ytd.series_id = own.series_id
  and own.time_period = {{ period_before('ytd.time_period', 1) }}
inner join new on ytd.submission_id = new.submission_id
where
  ytd.accumulation = 'YTD' and ytd.level_kind = 'OWN' and ytd.freq = 'M' and ytd.time_period = ytd.period
  and substr(own.time_period, 1, 4) = substr(ytd.time_period, 1, 4)
  and {{ is_open('fall') }}
  and abs(ytd.obs_value - own.obs_value - month.obs_value) > ytd.half + own.half + month.half
