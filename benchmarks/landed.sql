-- The tables of a build's inputs, made up. Told by variables: workbooks, areas, months, first_year. Every view at the
-- end has the columns of one table; benchmarks/landed.py gives them the types of landing.

-- One row a workbook. `again`: it fills the slot of the one before once more, one time in ten with the same cells.
create table workbook as
select
  number,
  substr(sha256(concat('workbook ', number)), 1, 16) as submission_id,
  slot // getvariable('months') as form,
  slot % getvariable('months') as month,
  printf('B%04d', slot // getvariable('months')) as form_id,
  printf('department_%04d', slot // getvariable('months') // 5) as department_id,
  printf('%04d-%02d', getvariable('first_year') + slot % getvariable('months') // 12, slot % getvariable('months') % 12 + 1)
    as period,
  number % 21 = 20 as again,
  number % 210 = 209 as resaved
from (select range as number, range - (range + 1) // 21 as slot from range(getvariable('workbooks')));

-- What an indicator of an area comes to, in hundredths of 万元, by month, from a year before the first on.
create table amount as
with mixed as (
  select
    pair.range as pair,
    month.range as month,
    pair.range * 2654435761 % 1000003 * 10 + 10000 as size,
    (pair.range * 40503 + month.range * 69621 + 1000017) * 2654435761 % 4294967296 // 65536 as chance
  from range(5 * getvariable('areas') * (select max(form) + 1 from workbook)) as pair, range(-12, getvariable('months')) as month
),
monthly as (
  select *, size * (1000 + 4 * (month + 12) + chance % 201 - 100) // 12000 as in_month from mixed
)
select *, cast(sum(in_month) over (partition by pair, (month + 12) // 12 order by month) as bigint) as to_date
from monthly;

-- One row a workbook and pair: five indicators by the areas.
create table compared as
with paired as (
  select
    workbook.*,
    now.pair // getvariable('areas') as indicator,
    now.pair // getvariable('areas') % 5 as nth,
    now.pair % getvariable('areas') as area,
    now.chance,
    -- Handed in again, one value in twenty is another.
    if(workbook.again and not workbook.resaved and now.chance % 20 = 5, now.in_month // 50, 0) as revised,
    now.to_date + revised as to_date,
    now.in_month + revised as in_month,
    past.to_date as to_date_before,
    past.in_month as in_month_before
  from workbook
  inner join amount as now on now.pair // (5 * getvariable('areas')) = workbook.form and now.month = workbook.month
  inner join amount as past on past.pair = now.pair and past.month = now.month - 12
),
grown as (
  select
    *,
    -- In tenths of a percent. One growth in 200 is a slip, one base in 200 is not what was reported a year before.
    cast(round(1000.0 * (to_date - to_date_before) / to_date_before) as bigint) + if(chance % 200 = 6, 7, 0) as growth,
    cast(round(1000.0 * (in_month - in_month_before) / in_month_before) as bigint) as growth_in_month,
    to_date_before + if(chance % 200 = 7, to_date_before // 100, 0) as quoted
  from paired
)
select *, rank() over (partition by number, indicator order by growth desc) as place
from grown
-- As landing is gathered: submission after submission.
order by number, indicator, area;

-- The lines of a pair: what stands in which column of the form.
create table line as
select * from (values
  ('C', 'amount', 'VALUE', 'YTD', 'N', 'OWN', ['累计', '绝对量']),
  ('D', 'amount', 'VALUE', 'PERIOD', 'N', 'OWN', ['本月', '绝对量']),
  ('E', 'growth', 'VALUE', 'YTD', 'G1Y', 'OWN', ['累计', '同比±%']),
  ('F', 'growth', 'VALUE', 'PERIOD', 'G1Y', 'OWN', ['本月', '同比±%']),
  ('G', 'amount', 'VALUE', 'YTD', 'N', 'QUOTED', ['累计', '上年同期']),
  ('H', 'rank', 'RANK', 'YTD', 'G1Y', 'OWN', ['累计', '位次'])
) as line (letter, kind, measure, accumulation, time_transform, scope_basis, col_path);

create view value as
select
  compared.*,
  line.*,
  case letter
    when 'C' then to_date when 'D' then in_month when 'E' then growth when 'F' then growth_in_month when 'G' then quoted
    when 'H' then place
  end as said,
  case kind when 'amount' then 2 when 'growth' then 1 else 0 end as decimals,
  case kind when 'amount' then 4 else 0 end as mult,
  case
    when letter in ('C', 'D') and chance % 1000 = 8 then 'BOUNDS_ONLY'
    when chance % 500 = 9 then 'NOT_STATED'
    else ''
  end as lacks,
  cast(said / power(10, decimals) as decimal(28, 6)) as stated,
  cast(said * cast(power(10, mult - decimals) as decimal(12, 6)) as decimal(28, 6)) as canonical
from compared
-- Last year's figure for three of a form's indicators, a rank for the other two.
inner join line on line.letter < 'G' or (line.letter = 'G') = (compared.nth < 3);

create view observation as
select
  printf('indicator_%05d', indicator) as indicator_id,
  measure,
  'local_2023' as method_id,
  (select ref_area from area where area.number = value.area) as ref_area,
  '_T' as place_id,
  '_Z' as component_area,
  '_T' as breakdown,
  'M' as freq,
  accumulation,
  time_transform,
  'CNY' as currency,
  'current' as price_basis,
  case kind when 'amount' then 'CNY' when 'growth' then 'PERCENT' else 'RANK' end as unit_measure,
  'actual' as status_class,
  '_Z' as target_kind,
  scope_basis,
  if(letter = 'G', printf('%04d-%s', cast(substr(period, 1, 4) as integer) - 1, substr(period, 6)), period) as time_period,
  form_id,
  'reported' as value_origin,
  'recognised' as reporting_level,
  submission_id,
  if(lacks = '', canonical, null) as obs_value,
  if(lacks = 'NOT_STATED', 'O', 'A') as obs_status,
  lacks as obs_reason,
  'F' as conf_status,
  true as is_synthetic,
  case lacks when '' then 'eq' when 'BOUNDS_ONLY' then 'ge' else '_Z' end as qualifier,
  if(lacks = 'BOUNDS_ONLY', canonical, null) as value_low,
  if(lacks = 'BOUNDS_ONLY', true, null) as low_inclusive,
  null as value_high,
  null as high_inclusive,
  if(lacks = 'BOUNDS_ONLY', 'stated', '_Z') as bound_basis,
  if(lacks = 'NOT_STATED', null, stated) as reported_value,
  case kind when 'amount' then '万元' when 'growth' then '%' else '位' end as reported_unit,
  mult as reported_unit_mult,
  decimals as reported_decimals,
  case lacks when 'NOT_STATED' then '' when 'BOUNDS_ONLY' then concat(raw, '以上') else raw end as raw_text,
  'General' as number_format,
  concat(substr(period, 1, 4), '年1-', month % 12 + 1, '月') as period_raw,
  'stated' as period_basis,
  if(kind = 'rank', getvariable('areas'), null) as rank_of_n,
  if(kind = 'rank', 'areas', '_Z') as rank_universe,
  if(kind = 'rank', 'growth', '_Z') as rank_basis,
  'stated' as value_basis,
  '报表' as sheet,
  concat(letter, nth * getvariable('areas') + area + 5) as cell,
  [concat('示例指标', indicator), concat('区域', area)] as row_path,
  col_path
from (select *, cast(cast(stated as double) as varchar) as raw from value) as value;

-- A form in ten keeps a register of thirty rows, whose amounts add up to its first value.
create view register_cell as
with kept as (
  select compared.*, entry.range as row
  from compared, range(30) as entry
  where form % 10 = 0 and nth = 0 and area = 0
)
select
  submission_id,
  printf('register_%04d', form) as register,
  cast(row + 5 as integer) as row_no,
  concat('P', row) as row_key,
  field,
  kind,
  case field when 'code' then concat('P', row) when 'amount' then cast(amount as varchar) else concat('示例', field, row) end
    as value_text,
  if(field = 'amount', amount, null) as value_number,
  null as value_date,
  if(field = 'amount', 'CNY', '_Z') as unit_measure,
  if(field = 'amount', 4, 0) as reported_unit_mult,
  if(field = 'amount', 2, 0) as reported_decimals,
  value_text as raw_text,
  '台账' as sheet,
  concat(letter, row + 5) as cell,
  true as is_synthetic,
  'C' as conf_status
from (select *, cast((to_date // 30 + if(row < to_date % 30, 1, 0)) * 100 as decimal(28, 6)) as amount from kept),
  (values
    ('A', 'code', 'text'), ('B', 'name', 'text'), ('C', 'industry', 'text'), ('D', 'holding', 'text'),
    ('E', 'entered', 'text'), ('F', 'investor', 'text'), ('G', 'amount', 'amount'), ('H', 'remark', 'text')
  ) as field (letter, field, kind);

-- Four values of a workbook are written twice.
create view check_cell as
select submission_id, time_period, obs_value, raw_text, sheet, concat('K', substr(cell, 2)) as cell, cell as of_cell,
  is_synthetic, indicator_id, measure, method_id, ref_area, place_id, component_area, breakdown, freq, accumulation,
  time_transform, currency, price_basis, unit_measure, status_class, target_kind, scope_basis
from observation
where cell in (select concat('C', 5 + range * getvariable('areas')) from range(4));

create view submission as
select
  submission_id,
  number + 1 as sequence,
  sha256(concat('workbook ', number)) as sha256,
  department_id,
  concat('示例', form_id, ' ', period, if(again, ' 改', ''), '.xlsx') as file_name,
  cast(concat(period, '-05 02:00:00') as timestamp) + interval 1 month
    + to_days(cast(form % 20 + if(again, 30, 0) as integer)) as received_at,
  '示例填表人' as received_by,
  received_at as recorded_at,
  true as is_sample,
  'benchmark' as reader_version,
  form_id,
  period,
  '_T' as part,
  md5(concat(form_id, period, again and not resaved)) as content_sha256,
  'accept' as decision,
  '' as decision_reason,
  received_at + interval 1 hour as decided_at,
  decided_at as accepted_at,
  cast(null as timestamp) as reinstated_at,
  '_U' as revision_reason
from workbook;

-- A warning a workbook in five, as of the samples.
create view finding as
select
  substr(md5(concat('finding ', number)), 1, 16) as finding_id,
  'OUT_OF_RANGE' as rule,
  'warn' as severity,
  'explain' as duty,
  'row' as scope,
  submission_id,
  concat('示例', form_id, ' ', period, '.xlsx') as file,
  '报表' as sheet,
  'C5' as cell,
  '示例指标/累计/绝对量' as subject,
  period,
  '9999万元' as found,
  '0 … 1000' as expected,
  '数超出了通常的范围。' as message_zh,
  'The value is outside its usual range.' as message_en,
  '已采用,请说明' as consequence_zh,
  'loaded; please explain' as consequence_en,
  '核对单位。' as remedy_zh,
  'Check the unit.' as remedy_en,
  '' as evidence,
  '' as caused_by,
  form_id,
  '' as series_id
from workbook
where number % 5 = 0;

create view check_result as
select
  'gate_1' as gate,
  concat('check_', range) as check_name,
  'OUT_OF_RANGE' as rule,
  'expect_column_values_to_be_null' as expectation,
  submission_id,
  500 as rows_checked,
  0 as rows_unexpected,
  'passed' as state,
  '' as detail
from workbook, range(10);
