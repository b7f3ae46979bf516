-- What the checks of gate 1 look at, made once a run of what has landed.
--   new          the submissions that are judged;  known_submission: these and what is accepted of their forms
--   figure       their values, each with half a unit of its last place and the labels of its row and column
--   level        those of them that are amounts or counts, exact and known
--   row_cell     the cells of their registers' rows, each with its text made comparable
--   register_total  what their rows add up to
--   asks         which of them is asked which check of its form, with the check's words

create or replace temp table new as
select * from known_submission where is_new;

create or replace temp table figure as
select
  said.*,
  new.period,
  new.form_key,
  {{ half_of('said') }} as half,
  array_to_string(list_concat(said.row_path, said.col_path), '/') as subject,
  case when said.status_class in ('target', 'unresolved') then said.status_class else said.scope_basis end as level_kind,
  {{ period_before('said.time_period', 12) }} as year_before
from known_observation as said
inner join new using (submission_id)
-- What is of no known period is held for that, and compared with nothing.
where regexp_matches(new.period, '^[0-9]{4}') and regexp_matches(said.time_period, '^[0-9]{4}');

create or replace temp view level as
select * from figure
where measure = 'VALUE' and time_transform = 'N' and obs_value is not null and qualifier = 'eq';

create or replace temp table row_cell as
select cells.*, new.period, new.form_key, new.form_id, text_of.label, key_of.label as row_label
from known_register_cell as cells
inner join new using (submission_id)
left join label as text_of on cells.value_text = text_of.text
left join label as key_of on cells.row_key = key_of.text
where regexp_matches(new.period, '^[0-9]{4}');

-- What a register's rows add up to, for the measures that the catalogue computes from it. Parts that are rounded may miss
-- their total by half a unit of each last place; a count by nothing. A register without rows adds up to nothing.
create or replace temp table register_total as
with measured as (
  select new.submission_id, new.period, measure.*
  from new
  inner join register_measure as measure on new.form_id = measure.form_id
),
counted as (
  select
    measured.submission_id,
    measured.indicator_id,
    measured.breakdown,
    measured.accumulation,
    measured.freq,
    measured.period,
    measured.year_field,
    measured.aggregation,
    coalesce(year_of.value_text, '') as year_stated,
    cells.*
  from measured
  inner join row_cell as cells on measured.submission_id = cells.submission_id and measured.field = cells.field
  left join row_cell as condition
    on cells.submission_id = condition.submission_id and cells.row_no = condition.row_no
    and measured.where_field = condition.field
  left join row_cell as year_of
    on cells.submission_id = year_of.submission_id and cells.row_no = year_of.row_no and measured.year_field = year_of.field
  left join row_cell as counts_from
    on cells.submission_id = counts_from.submission_id and cells.row_no = counts_from.row_no
    and measured.month_field = counts_from.field
  where
    (
      measured.where_field = ''
      or (coalesce(condition.value_text, '') = measured.where_value) = (measured.where_op = '=')
    )
    and substr(coalesce(counts_from.value_text, ''), 1, 7) <= measured.period
),
added as (
  select
    submission_id,
    indicator_id,
    breakdown,
    accumulation,
    case when year_field <> '' then year_stated when freq = 'A' then substr(period, 1, 4) else period end as time_period,
    if(aggregation = 'sum', 'sum', 'count') as kind,
    case aggregation
      when 'sum' then coalesce(sum(value_number), 0)
      when 'count_distinct' then count(*)
      else count(*) filter (where value_text <> '')
    end as total,
    cast(if(aggregation = 'sum', sum({{ half_ulp('reported_unit_mult', 'reported_decimals') }}), 0) as decimal(28, 6)) as tolerance,
    cast(if(aggregation = 'sum', min({{ half_ulp('reported_unit_mult', 'reported_decimals') }}), 0) as decimal(28, 6)) as half_ulp
  from counted
  group by submission_id, indicator_id, breakdown, accumulation, time_period, aggregation
)
select * from added
union all
select
  submission_id,
  indicator_id,
  breakdown,
  accumulation,
  if(freq = 'A', substr(period, 1, 4), period) as time_period,
  if(aggregation = 'sum', 'sum', 'count') as kind,
  0 as total,
  0 as tolerance,
  0 as half_ulp
from measured
anti join added using (submission_id, indicator_id, breakdown, accumulation)
where year_field = '';

create or replace temp view asks as
select new.submission_id, new.period, asked.*
from asked
inner join new using (form_key);
