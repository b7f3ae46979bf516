-- grain: line × period of the office's own area. What it claimed, what was recognised of that, what was fed back as final, and
-- why they differ or are not there. What is recognised row by row is counted by its rows: claimed is the sum of all, recognised
-- of those that say 是, and what is blank waits; while all of it waits there is no recognised figure, and no zero.
{% set same_place = "place_id = '_T' and component_area = '_Z'" %}
with line as (
  select *
  from {{ ref('int_line') }}
  where ref_area = '{{ var("office_area") }}' and is_published
),

-- Of several forms that say the same the primary one speaks; a form before the sum of its register.
said as (
  select
    series.series_id,
    value_then.time_period,
    value_then.reporting_level,
    value_then.submission_id,
    value_then.obs_value,
    value_then.is_synthetic,
    row_number() over (
      partition by value_then.series_key, value_then.month, value_then.reporting_level
      order by case when value_then.form_id = indicator.primary_form then 1 else 2 end, {{ origin_rank() }}, value_then.form_id
    ) as place
  from {{ ref('int_value') }} as value_then
  inner join {{ ref('int_series') }} as series
    on value_then.series_key = series.series_key
  inner join {{ ref('stg_indicator') }} as indicator
    on series.indicator_id = indicator.indicator_id
  where value_then.is_current
    and value_then.obs_value is not null
    and series.ref_area = '{{ var("office_area") }}'
    and series.measure = 'VALUE'
    and series.time_transform = 'N'
    and series.status_class = 'actual'
    and series.scope_basis = 'OWN'
    and {{ same_place }}
),

-- The measures of which a register says row by row whether they are recognised.
by_row as (
  select measure.*
  from {{ ref('stg_register_measure') }} as measure
  inner join {{ ref('stg_indicator') }} as indicator
    on measure.indicator_id = indicator.indicator_id
  where indicator.reporting_level = 'recognised'
    and measure.aggregation = 'sum'
    and measure.where_field is not null
    and measure.where_op = '='
),

decided as (
  select
    submission_id,
    indicator_id,
    breakdown,
    accumulation,
    sum(amount) as claimed,
    sum(case when answer = where_value and not is_waiting then amount else 0 end) as recognised,
    sum(case when is_waiting then amount else 0 end) as waiting,
    max(case when answer = where_value and not is_waiting then 1 else 0 end) = 1 as has_recognised,
    max(case when is_waiting then 1 else 0 end) = 1 as has_waiting
  from (
    select
      cell.submission_id,
      by_row.indicator_id,
      by_row.breakdown,
      by_row.accumulation,
      by_row.where_value,
      coalesce(cell.value_number, 0) as amount,
      coalesce(condition.value_text, '') as answer,
      {{ is_waiting("coalesce(condition.value_text, '')") }}
        or (
          coalesce(condition.value_text, '') = by_row.where_value
          and by_row.month_field is not null
          and {{ counts_later('counts_from.value_text', 'submission.period') }}
        ) as is_waiting
    from {{ ref('fct_register_cell') }} as cell
    inner join by_row
      on cell.register = by_row.register and cell.field = by_row.field
    left join {{ ref('fct_register_cell') }} as condition
      on cell.submission_id = condition.submission_id
      and cell.register = condition.register
      and cell.row_no = condition.row_no
      and by_row.where_field = condition.field
    left join {{ ref('fct_register_cell') }} as counts_from
      on cell.submission_id = counts_from.submission_id
      and cell.register = counts_from.register
      and cell.row_no = counts_from.row_no
      and by_row.month_field = counts_from.field
    left join {{ ref('int_submission_current') }} as submission
      on cell.submission_id = submission.submission_id
  ) as listed
  group by submission_id, indicator_id, breakdown, accumulation
),

returned as (
  select
    indicator.indicator_id,
    submission.period as time_period,
    max(submission.submission_id) as submission_id
  from {{ ref('stg_indicator') }} as indicator
  inner join {{ ref('int_submission_current') }} as submission
    on indicator.primary_form = submission.form_id and submission.is_current
  group by indicator.indicator_id, submission.period
),

beside as (
  select
    line.*,
    decided.submission_id is not null as is_by_row,
    decided.waiting,
    decided.claimed - decided.recognised - decided.waiting as not_recognised,
    coalesce(
      decided.claimed,
      claimed_said.obs_value,
      -- Nothing received has no row, and nothing was claimed.
      case when recognised_said.obs_value = 0 and told.indicator_id is not null then recognised_said.obs_value end
    ) as claimed,
    case
      when decided.submission_id is null then recognised_said.obs_value
      when decided.has_recognised or not decided.has_waiting then decided.recognised
    end as recognised,
    final_said.obs_value as fed_back,
    coalesce(claimed_said.obs_value, recognised_said.obs_value) as total_said,
    coalesce(claimed_said.is_synthetic, false) or coalesce(recognised_said.is_synthetic, false) or coalesce(final_said.is_synthetic, false)
      as rests_on_invented
  from line
  {% for level in ['claimed', 'recognised', 'final'] -%}
  left join said as {{ level }}_said
    on line.series_id = {{ level }}_said.series_id
    and line.time_period = {{ level }}_said.time_period
    and {{ level }}_said.reporting_level = '{{ level }}'
    and {{ level }}_said.place = 1
  {% endfor -%}
  -- The rows of the return that speaks for the indicator, whatever another form repeats of it.
  left join returned
    on line.indicator_id = returned.indicator_id and line.time_period = returned.time_period
  left join decided
    on returned.submission_id = decided.submission_id
    and line.indicator_id = decided.indicator_id
    and line.breakdown = decided.breakdown
    and line.accumulation = decided.accumulation
  left join (select distinct indicator_id, breakdown, accumulation from by_row) as told
    on line.indicator_id = told.indicator_id and line.breakdown = told.breakdown and line.accumulation = told.accumulation
),

shown as (
  select
    beside.*,
    {% for name in ['claimed', 'recognised', 'fed_back', 'waiting', 'not_recognised', 'total_said'] -%}
    {{ display_figure('beside.' ~ name, 'beside.display_unit_mult') }} as {{ name }}_shown{{ ',' if not loop.last }}
    {% endfor %}
  from beside
),

explained as (
  select
    shown.*,
    concat_ws(
      '；',
      case
        when not level_collected then '不收集绝对量，反馈只有增速和位次'
        when claimed is null and recognised is null and fed_back is null then coalesce(value_words, '未填')
      end,
      case
        when level_collected and (recognised is not null or fed_back is not null) and claimed is null then '没有上报数'
      end,
      case
        when is_by_row and recognised is null then '都待认定'
        when level_collected and recognised is null and (claimed is not null or fed_back is not null) then '没有认定数'
      end,
      case when level_collected and fed_back is null and (claimed is not null or recognised is not null) then '没有反馈数' end,
      case when waiting_shown <> 0 then concat('待认定', {{ amount_words('waiting_shown', 'display_unit_zh') }}) end,
      case when not_recognised_shown <> 0 then concat('未认定', {{ amount_words('not_recognised_shown', 'display_unit_zh') }}) end,
      case when not is_by_row and claimed <> recognised then '上报与认定不同，没有逐笔说明' end,
      case when is_by_row and total_said not in (claimed, coalesce(recognised, claimed))
        then concat('表中合计', {{ amount_words('total_said_shown', 'display_unit_zh') }}, '，与各笔之和不同') end,
      case when recognised <> fed_back then '反馈与认定不同' end
    ) as why
  from shown
)

select
  concat_ws('|', series_id, time_period) as row_key,
  {{ first_day('time_period') }} as month,
  period_zh,
  line_order,
  line_zh,
  area_zh,
  display_unit_zh as unit_zh,
  claimed_shown as claimed,
  recognised_shown as recognised,
  fed_back_shown as fed_back,
  waiting_shown as waiting,
  not_recognised_shown as not_recognised,
  cast(claimed_shown - recognised_shown as decimal(20, 4)) as claimed_less_recognised,
  cast(recognised_shown - fed_back_shown as decimal(20, 4)) as recognised_less_fed_back,
  case when why = '' then '一致' else why end as why_differs_zh,
  time_period = max(time_period) over (partition by series_id) as is_latest,
  rests_on_invented as is_synthetic
from explained
