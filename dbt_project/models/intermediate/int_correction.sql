-- grain: one correction × one accepted submission of its slot × one value in the cell it names; a slot that
-- nothing fills yet leaves one row. Whether the submission still says what the correction expects.
with slot as (
  select
    correction.*,
    submission.submission_id,
    submission.file_name as source_file,
    submission.is_current,
    submission.superseded_at,
    case when submission.accepted_at > correction.approved_at then submission.accepted_at else correction.approved_at end
      as known_at
  from {{ ref('stg_correction') }} as correction
  left join {{ ref('int_submission_current') }} as submission
    on correction.department_id = submission.department_id
    and correction.form_id = submission.form_id
    and correction.period = submission.period
),

register_place as (
  select distinct submission_id, sheet, cell from {{ ref('stg_register_cell') }}
),

compared as (
  select
    slot.*,
    said.observation_id as corrects,
    said.reporting_level,
    said.series_id,
    said.time_period,
    said.raw_text as cell_now,
    -- A respondent's own row, and what another body recognised, are not the office's to correct.
    register_place.submission_id is not null or coalesce(said.reporting_level <> 'claimed', false) as is_forbidden,
    coalesce(
      said.raw_text = slot.expect
      and said.obs_value = slot.wrong_obs_value
      and said.unit_measure = slot.unit_measure,
      false
    ) as is_as_expected
  from slot
  left join {{ ref('stg_observation') }} as said
    on slot.submission_id = said.submission_id and slot.sheet = said.sheet and slot.cell = said.cell
  left join register_place
    on slot.submission_id = register_place.submission_id
    and slot.sheet = register_place.sheet
    and slot.cell = register_place.cell
)

select
  compared.*,
  -- Applied to every submission that ever spoke for the slot after the approval, so that what readers knew
  -- on a day can be told from one build.
  is_as_expected and not is_forbidden and coalesce(known_at < superseded_at, true) as is_applied
from compared
