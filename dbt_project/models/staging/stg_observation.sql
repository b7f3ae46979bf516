-- Values of accepted submissions. A value that the gate holds back alone has none: what its cell says is left out
-- here, once, and stays out of every mart until it is released. Its row says HELD and keeps the text of the cell.
-- What is not ranked is not among anybody: only a place has how many are ranked, among whom and by what.
{% set kept = [
  'series_id', 'time_period', 'form_id', 'value_origin', 'reporting_level', 'submission_id', 'conf_status', 'is_synthetic',
  'reported_unit', 'reported_unit_mult', 'reported_decimals', 'raw_text', 'number_format', 'period_raw', 'period_basis',
  'value_basis', 'comment_obs', 'sheet', 'cell', 'row_path', 'col_path',
] + dimensions() %}
{% set blanked = {
  'obs_value': 'null', 'obs_status': "'O'", 'obs_reason': "'HELD'", 'qualifier': "'_Z'", 'value_low': 'null',
  'low_inclusive': 'null', 'value_high': 'null', 'high_inclusive': 'null', 'bound_basis': "'_Z'", 'reported_value': 'null',
  'multiple_stated': 'null', 'semantics': "''",
} %}
{% set of_a_place = {'rank_of_n': 'null', 'rank_universe': "'_Z'", 'rank_basis': "'_Z'"} %}
select
  -- Landed before values had ids.
  coalesce(observation.observation_id, {{ observation_id({
    'series_id': 'observation.series_id', 'time_period': 'observation.time_period', 'submission_id': 'observation.submission_id',
    'value_origin': 'observation.value_origin', 'reporting_level': 'observation.reporting_level',
  }) }}) as observation_id,
  {% for name in kept -%}
  observation.{{ name }},
  {% endfor -%}
  {% for name, instead in of_a_place.items() -%}
  case
    when held.submission_id is null and observation.obs_value is not null then observation.{{ name }}
    else {{ instead }}
  end as {{ name }},
  {% endfor -%}
  {% for name, instead in blanked.items() -%}
  case
    when held.submission_id is null or (observation.obs_value is null and observation.qualifier = '_Z') then observation.{{ name }}
    else {{ instead }}
  end as {{ name }}{{ ',' if not loop.last }}
  {% endfor %}
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
    -- What a waiver lets pass is not held while that lasts, and what follows from it neither.
    left join {{ ref('stg_question') }} as waived
      on finding.submission_id = waived.submission_id
      and coalesce(nullif(finding.caused_by, ''), finding.finding_id) = waived.finding_id
      and waived.state = 'waived'
    where finding.scope = 'row' and finding.severity = 'hold' and submission.decision <> 'release'
      and waived.finding_id is null
  ) as held
  on observation.submission_id = held.submission_id
  and observation.sheet = held.sheet
  and observation.cell = held.cell
