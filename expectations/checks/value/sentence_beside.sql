-- rule: UNIT_OF_SENTENCE
-- The sentence of the work report that stands beside a figure says it too, in words of its own. Where none of its numbers
-- is the figure and one of them is a power of ten times it, one of the two has another unit.
with numbers as (
  select
    level.*,
    unnest(regexp_extract_all(comment_obs, '([0-9]+(?:\.[0-9]+)?)\s*(亿|万)?', 1)) as digits,
    unnest(regexp_extract_all(comment_obs, '([0-9]+(?:\.[0-9]+)?)\s*(亿|万)?', 2)) as scale
  from level
  where comment_obs <> '' and obs_value > 0
),
scaled as (
  select
    numbers.*,
    cast(digits as double) * case scale when '亿' then 1e8 when '万' then 1e4 else 1 end as amount
  from numbers
  where length(digits) <= 15 and cast(digits as double) > 0
),
compared as (
  select
    submission_id, sheet, cell, subject, series_id,
    any_value(reported_value) as reported_value,
    any_value(reported_unit) as reported_unit,
    any_value(comment_obs) as sentence,
    bool_or(abs(amount / cast(obs_value as double) - 1) < 0.005 or abs(cast(digits as double) / cast(reported_value as double) - 1) < 0.005)
      as is_said,
    any_value(round(log10(cast(obs_value as double) / amount))) filter (
      where abs(log10(cast(obs_value as double) / amount) - round(log10(cast(obs_value as double) / amount))) < 0.002
      and abs(log10(cast(obs_value as double) / amount)) > 2.5
    ) as powers
  from scaled
  group by submission_id, sheet, cell, subject, series_id
)
select
  {{ at('compared') }},
  concat({{ plain('reported_value') }}, reported_unit) as found,
  sentence as other,
  cast(power(10, abs(powers)) as bigint) as factor
from compared
where not is_said and powers is not null
