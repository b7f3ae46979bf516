-- rule: GROWTHS_AS_FRACTIONS
-- A whole column of growths typed as fractions, 0.23 for 23 %: no cell of it looks odd beside the others. All are below
-- one, and their middle is a twentieth or less of what the column has had in its earlier months, with more decimals
-- (as typed: a cell that still shows one decimal hides the others).
with now as (
  select
    submission_id, col_path,
    count(*) as cells,
    max(abs(obs_value)) as greatest,
    median(abs(obs_value)) as middle,
    max({{ decimals_of('reported_value') }}) as decimals,
    arg_min({'sheet': sheet, 'cell': cell, 'found': {{ plain('reported_value') }}}, lpad(cell, 8, ' ')) as first,
    string_agg(cell, '、' order by lpad(cell, 8, ' ')) as cells_of
  from figure
  where time_transform = 'G1Y' and measure = 'VALUE' and unit_measure = 'PERCENT' and obs_value <> 0
  group by submission_id, col_path
),
past as (
  select
    figure.submission_id, figure.col_path,
    median(abs(known.obs_value)) as middle,
    mode({{ decimals_of('known.reported_value') }}) as decimals
  from figure
  inner join known using (submission_id, series_id)
  where figure.time_transform = 'G1Y' and figure.measure = 'VALUE' and figure.unit_measure = 'PERCENT' and known.obs_value <> 0
  group by figure.submission_id, figure.col_path
)
select
  now.submission_id,
  first.sheet,
  first.cell,
  array_to_string(now.col_path, '/') as subject,
  first.found,
  cells,
  cells_of as other
from now
inner join past using (submission_id, col_path)
where cells >= 2 and greatest < 1 and now.decimals > past.decimals and now.middle * 20 <= past.middle
