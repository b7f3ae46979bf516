-- grain: a project that reports physical work × month. Rows of is_latest_of_year add up to the year's physical work.
-- A project is its name, which is all that the form says of it: 4 names in the samples, each in one year.
{{ thing_by_return(
  ref('fct_physical_work_project'),
  identity=[['project_name']],
  watched=['industry_stated', 'joint_department'],
  columns=[
    'project_name', 'industry_stated', 'joint_department', 'physical_work_ytd', 'physical_work_month',
    'evidence_document',
  ],
  explained=['physical_work_ytd', 'physical_work_month'],
) }}
