-- grain: a project of the register of domestic capital × month. Rows of is_latest_of_year add up to the year's capital
-- received; rows of all months count the capital of January in every month.
-- A project is its name with its investor: there is no code. In the samples 12 names have one investor, one origin and
-- one kind each in all their months. One that is renamed is gone under the old name and new under the other.
{{ thing_by_return(
  ref('fct_domestic_capital_project'),
  identity=[['project_name', 'investor'], ['project_name']],
  name='project_name',
  watched=['agreed_total', 'signed_or_booked_month', 'capital_kind'],
  columns=[
    'project_name', 'investor', 'capital_origin', 'capital_kind', 'signed_or_booked_month', 'agreed_total',
    'received_ytd', 'received_month', 'evidence_document',
  ],
  explained=['agreed_total', 'received_ytd', 'received_month'],
) }}
