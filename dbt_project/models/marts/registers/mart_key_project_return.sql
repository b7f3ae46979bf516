-- grain: a key industrial project × return. A year has several: its list in January and what has been completed since,
-- each of which stands beside the others. Rows of is_latest_of_year are those of the return that came last: two returns
-- of one year, each with a plan of 8.73亿元, are one plan of 8.73亿元.
-- A project is its name: there is no code, and 7 names in the samples are of one list.
{{ thing_by_return(
  ref('fct_key_project'),
  identity=[['project_name']],
  watched=['builder', 'planned_total', 'planned_year'],
  columns=[
    'project_name', 'builder', 'planned_total', 'planned_year', 'completed_ytd', 'completion_of_year',
    'completion_of_year_rounded', 'completion_stated', 'progress_stated', 'problems_stated',
  ],
  explained=['planned_total', 'planned_year', 'completed_ytd', 'completion_of_year'],
) }}
