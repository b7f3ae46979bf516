-- rule: RATE_JUMPS
-- A growth that is some ten, a hundred or a thousand times the last one known of its series: its decimal point is gone. Asked
-- only where no level is collected, so that nothing else looks at its size, and of what more than doubles in a year.
with jumped as (
  select
    figure.*,
    earlier.time_period as earlier_period,
    earlier.obs_value as earlier_value,
    concat(earlier.before_file, ' ', earlier.sheet, '!', earlier.cell) as earlier_at,
    log10(abs(cast(figure.obs_value as double) / cast(earlier.obs_value as double))) as powers
  from figure
  inner join indicator using (indicator_id)
  inner join known as earlier
    on figure.submission_id = earlier.submission_id and figure.series_id = earlier.series_id
    and earlier.time_period < figure.time_period and earlier.time_period >= figure.year_before
    and earlier.qualifier = 'eq' and abs(earlier.obs_value) >= 1
  where
    figure.measure = 'VALUE' and figure.time_transform = 'G1Y' and figure.status_class = 'actual' and figure.qualifier = 'eq'
    and not indicator.level_collected and abs(figure.obs_value) >= 100
  qualify row_number() over (partition by figure.submission_id, figure.series_id order by earlier.time_period desc) = 1
)
select
  {{ at('jumped') }},
  concat({{ plain('reported_value') }}, reported_unit) as found,
  earlier_period,
  concat({{ plain('earlier_value') }}, reported_unit) as earlier,
  earlier_at as evidence
from jumped
-- Within a quarter of a power of ten: 12.4 beside 10.1 becomes 124 beside 10.1.
where powers >= 0.75 and abs(powers - round(powers)) <= 0.1
