-- grain: indicator × month whose embargo (conf_status E) has ended by the day: that of which the figures are known,
-- else the day of the build. The release of the form that speaks for the indicator frees it wherever it is repeated.
-- Whoever asks after the confidentiality of a value asks status_without_embargo, which joins nothing else: a status of
-- another kind, by units or dominance, stands beside it, and the most confidential one counts.
select
  indicator.indicator_id,
  {{ month_count('released.time_period') }} as month
from {{ ref('stg_release') }} as released
inner join {{ ref('stg_indicator') }} as indicator
  on released.form_id = indicator.primary_form
cross join {{ ref('stg_build') }} as build
where indicator.conf_status = 'E'
  and released.ends_embargo_on <= coalesce(build.as_of_day, {{ business_day('build.built_at') }})
