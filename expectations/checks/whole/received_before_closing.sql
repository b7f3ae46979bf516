-- rule: PERIOD_CLOSED
-- Nothing is accepted by itself for a period after the end of the day on which it was closed.
select
  new.submission_id,
  '' as sheet,
  '' as cell,
  'closed_period' as subject,
  cast(new.received_on as varchar) as found,
  cast(closed.closed_on as varchar) as expected,
  cast(new.received_on as varchar) as received_on,
  cast(closed.closed_on as varchar) as closed_on,
  closed.note_zh,
  closed.note_en
from new
inner join closed_period as closed using (form_id, period)
where new.received_on > closed.closed_on
