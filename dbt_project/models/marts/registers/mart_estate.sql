-- grain: an old estate × year of renovation. A return lists the year's own estates and those planned for the next, which
-- stand in the next one again: 10 rows of the samples are 7 estates. Rows of is_latest_of_year are those of the last
-- return that speaks for the year of renovation: planned and then not renovated, an estate is gone.
-- An estate is its name in its year: 7 names in the samples, each of one year; a second renovation is another thing.
{{ thing_once(
  ref('fct_estate'),
  identity=[['estate_name', 'renovation_year']],
  year="coalesce(nullif(fct.renovation_year, ''), substr(fct.time_period, 1, 4))",
  watched=['buildings', 'households', 'floor_area', 'investment'],
  columns=[
    'renovation_year', 'is_plan', 'estate_name', 'buildings', 'households', 'floor_area', 'investment', 'start_month',
    'end_month', 'works',
  ],
  explained=['buildings', 'households', 'floor_area', 'investment'],
) }}
