-- grain: a project of the register of fixed-asset projects × month. Rows of is_latest_of_year add up to the year's
-- register; rows of all months count each project once a month.
-- A project is its code (项目代码): in two years of samples 49 codes have one name each and 49 names one code. Without
-- a code it is its name. A project that changes its name keeps its code; one whose code changes is two things, and where
-- the two have one name identity_doubt says so.
{{ thing_by_return(
  ref('fct_fai_project'),
  identity=[['project_code'], ['project_name']],
  name='project_name',
  watched=['project_name', 'planned_total', 'entry_month'],
  columns=[
    'project_code', 'project_name', 'industry_code', 'construction_kind', 'holding', 'start_month', 'entry_month',
    'planned_total', 'investment_ytd', 'investment_month',
  ],
  explained=['planned_total', 'investment_ytd', 'investment_month'],
) }}
