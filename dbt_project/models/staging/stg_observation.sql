-- Values of accepted submissions. A value that the gate holds back alone is not among them: its row is
-- left out here, once, and stays out of every mart until it is released.
select observation.*
from {{ source('landing', 'observation') }} as observation
left join
  (
    select distinct
      finding.submission_id,
      finding.sheet,
      finding.cell
    from {{ ref('stg_finding') }} as finding
    inner join {{ ref('stg_submission') }} as submission
      on finding.submission_id = submission.submission_id
    where finding.scope = 'row' and finding.severity = 'hold' and submission.decision <> 'release'
  ) as held
  on observation.submission_id = held.submission_id
  and observation.sheet = held.sheet
  and observation.cell = held.cell
where held.submission_id is null
