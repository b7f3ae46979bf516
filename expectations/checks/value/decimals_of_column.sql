-- A percentage below one has no more than one decimal more than its column usually has: 0.124 among 12.4, 9.6, 7.9.
with counted as (
  select submission_id, col_path, if(obs_value is null, 0, reported_decimals) as decimals, count(*) as cells, min(cell) as first
  from figure group by all
),
usual as (
  select submission_id, col_path, decimals from counted
  qualify row_number() over (partition by submission_id, col_path order by cells desc, first) = 1
)
select
  asks.rule,
  asks.position,
  {{ at('stated') }},
  stated.reported_value as found,
  usual.decimals,
  stated.obs_value * 100 as guess
from {{ asks }} as asks
inner join figure as stated on asks.submission_id = stated.submission_id
inner join usual on stated.submission_id = usual.submission_id and stated.col_path = usual.col_path
where stated.unit_measure = 'PERCENT' and abs(stated.obs_value) < 1 and stated.reported_decimals > usual.decimals + 1
