-- grain: form × period that a return is asked for and whose release the release calendar tells, from the end of the
-- period on. When it was expected, when it came and whose it is. As known on a day, by that day.
with build as (
  select coalesce(as_of_day, {{ business_day('built_at') }}) as known_on from {{ ref('stg_build') }}
)

select
  released.form_id,
  released.time_period,
  coalesce(form.form_zh, released.form_id) as form_zh,
  coalesce(form.form_en, released.form_id) as form_en,
  released.expected_on,
  case when released.released_on <= build.known_on then released.released_on end as released_on,
  released.released_by_zh,
  released.released_by_en,
  released.source as release_source,
  case
    when released.released_on <= build.known_on then 'released'
    when released.ends_embargo_on <= build.known_on then 'assumed'
    else 'not_yet'
  end as release_state
from {{ ref('stg_release') }} as released
inner join {{ ref('stg_return_due') }} as asked
  on released.form_id = asked.form_id
  and {{ month_count('released.time_period') }} = {{ month_count('asked.time_period') }}
left join {{ ref('stg_form') }} as form
  on released.form_id = form.form_id
cross join build
where asked.ends_on < build.known_on
