-- grain: an outbound visit. The monthly returns list the year's visits again; rows of is_latest_of_year are as many as
-- the year's visits.
-- A visit is its day, whom it was to and who led it, which is what the form calls its key: none of the samples' visits
-- has the three of another.
{{ thing_once(
  ref('fct_visit'),
  identity=[['visit_date', 'host', 'leader']],
  watched=['destination', 'led_by_principal'],
  columns=['visit_date', 'destination', 'host', 'leader', 'led_by_principal', 'outcome'],
  explained=['visit_date', 'led_by_principal'],
) }}
