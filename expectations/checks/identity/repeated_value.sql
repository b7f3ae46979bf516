-- rule: CHECK_DIFFERS
-- What is said twice is said the same, give or take the last place of the coarser one: 3.52万平方米 for 35,200. An exact
-- power of ten between them is a unit that slipped, and holds.
select
  case when abs(ratio - round(ratio)) < 0.004 and abs(round(ratio)) >= 1 then 'UNIT_SLIP' else 'CHECK_DIFFERS' end as rule,
  twice.submission_id, twice.sheet, twice.cell, concat(twice.cell, '|repeated_value') as subject,
  twice.raw_text as found,
  said.raw_text as expected,
  twice.of_cell as other,
  concat(twice.sheet, '!', twice.of_cell) as evidence,
  cast(power(10, abs(round(ratio))) as bigint) as factor
from (
  select
    known_check_cell.*,
    log10(nullif(abs(cast(known_check_cell.obs_value as double)), 0)) as size
  from known_check_cell inner join new using (submission_id)
) as twice
inner join figure as said
  on twice.submission_id = said.submission_id and twice.sheet = said.sheet and twice.of_cell = said.cell
cross join lateral (
  select coalesce(twice.size - log10(nullif(abs(cast(said.obs_value as double)), 0)), 0) as ratio
) as compared
where abs(twice.obs_value - said.obs_value) > twice.half_ulp
