-- grain: series × period of which something restricts more than the catalogue does: here what is told of units is told of
-- every form that says the figure, and of the same figure quoted as last year's.
select
  series.series_key,
  {{ month_count('disclosed.time_period') }} as month,
  disclosed.conf_status,
  {{ disclosure_reason('disclosed.conf_status') }} as conf_reason
from {{ ref('int_disclosure') }} as disclosed
inner join
  (
    select
      series_key,
      {{ series_id({'scope_basis': "'OWN'"}) }} as own_series_id
    from {{ ref('int_series') }}
    where measure = 'VALUE' and time_transform = 'N'
  ) as series
  on disclosed.series_id = series.own_series_id
where disclosed.disclosed = 'figure' and disclosed.conf_status <> 'F'
