-- A month is at most its year to date.
select
  asks.rule,
  asks.position,
  {{ at('stated') }},
  stated.reported_value as found,
  {{ shown('ytd.obs_value', 'stated') }} as expected,
  concat(ytd.sheet, '!', ytd.cell) as evidence
from {{ asks }} as asks
inner join level as stated on asks.submission_id = stated.submission_id and stated.accumulation = 'PERIOD'
inner join level as ytd on {{ beside('stated', 'ytd', ['accumulation']) }} and ytd.accumulation = 'YTD'
where stated.obs_value > ytd.obs_value
