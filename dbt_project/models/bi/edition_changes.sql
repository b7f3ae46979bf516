-- grain: edition × figure. What meetings were shown, what the same period says now, and what has come since: a revision of
-- the same period is told apart from a new period, since only the first says that the meeting was shown another figure.
{% set figures = {
  'value': "case when line.value is not null then concat(" ~ without_mark('level.display_value', 'level.is_synthetic') ~ ", line.display_unit_zh)
    when line.value_words like '本期[%' or line.value_words not like '本期%' then null
    else concat(substr(line.value_words, 3), line.display_unit_zh) end",
  'growth': "case when headline.growth_zh not like '[%' then replace(headline.growth_zh, '(示例)', '') end",
  'change': "concat(case when headline.growth_change_pp > 0 then '+' else '' end, " ~ shown_text('headline.growth_change_pp') ~ ", '个百分点')",
  'target': "concat(" ~ shown_text('headline.target') ~ ", headline.unit_zh)",
  'completion': "concat(cast(headline.completion as " ~ dbt.type_string() ~ "), '%')",
  'gap': "concat(case when headline.gap_pp > 0 then '+' else '' end, cast(headline.gap_pp as " ~ dbt.type_string() ~ "), '个百分点')",
  'rank': "concat('第', cast(headline.rank as " ~ dbt.type_string() ~ "), '位')",
} %}
{% set there = {
  'change': 'headline.growth_change_pp', 'target': 'headline.target', 'completion': 'headline.completion',
  'gap': 'headline.gap_pp', 'rank': 'headline.rank',
} %}
{% set invented = {
  'value': 'line.value_is_synthetic', 'growth': 'line.growth_is_synthetic',
  'change': 'coalesce(line.growth_is_synthetic, false) or coalesce(before.before_is_synthetic, false)',
  'target': 'amount.target_is_synthetic',
  'completion': 'coalesce(line.value_is_synthetic, false) or coalesce(amount.target_is_synthetic, false)',
  'gap': 'coalesce(line.value_is_synthetic, false) or coalesce(amount.target_is_synthetic, false)',
  'rank': 'line.rank_is_synthetic',
} %}
{% set called = {
  'value': '本期数', 'growth': '同比', 'change': '比上期', 'target': '年度目标', 'completion': '完成率', 'gap': '超欠序时', 'rank': '位次',
} %}
with frozen as (
  select * from {{ ref('stg_edition') }}
),

line as (
  select line.*
  from {{ ref('int_line') }} as line
  inner join (select distinct series_id as shown_series from frozen) as asked
    on line.series_id = asked.shown_series
),

told as (
  {% for what in figures %}
  select
    line.series_id,
    line.time_period,
    line.line_order,
    line.period_zh,
    '{{ what }}' as what,
    {% if what in there %}case when {{ there[what] }} is not null then {{ figures[what] }} end{% else %}{{ figures[what] }}{% endif %} as said,
    {{ invented_mark('coalesce(' ~ invented[what] ~ ', false)') }} as mark,
    headline.is_latest
  from line
  inner join {{ ref('headline') }} as headline
    on headline.row_key = concat_ws('|', line.series_id, line.time_period)
  left join {{ ref('mart_indicator') }} as level
    on line.level_id = level.observation_id
  left join {{ ref('int_line_before') }} as before
    on line.line_id = before.line_id
  left join {{ ref('int_target_line') }} as amount
    on line.series_id = amount.series_id and line.time_period = amount.time_period and amount.place_of_kind = 1
  {{ 'union all' if not loop.last }}
  {% endfor %}
),

-- The last revision of each series and period, of the level and of the growth that is stated. Readers know it from when it was
-- let in: what came before the meeting and was held until after it, or was entered later, nobody was shown.
revised as (
  select
    revision.series_id,
    revision.time_period,
    {{ business_day('revision.known_from') }} as revised_on,
    greatest(revision.known_from, handed_in.decided_at) as shown_from,
    reason.code_zh as reason_zh,
    department.department_zh
  from (
    select
      *,
      row_number() over (partition by series_id, time_period order by known_from desc, vintage desc) as place
    from {{ ref('mart_revision') }}
    where is_revised
  ) as revision
  left join {{ ref('stg_submission') }} as handed_in
    on revision.submission_id = handed_in.submission_id
  left join {{ ref('dim_code') }} as reason
    on reason.code_list = 'CL_REVISION_REASON' and revision.revision_reason = reason.code
  left join {{ ref('stg_department') }} as department
    on revision.department_id = department.department_id
  where revision.place = 1
),

compared as (
  select
    frozen.*,
    same_period.line_order,
    same_period.said as said_now,
    same_period.mark as mark_now,
    latest.time_period as latest_period,
    latest.period_zh as latest_period_zh,
    latest.said as said_latest,
    latest.mark as mark_latest,
    coalesce(latest.time_period > frozen.time_period and (frozen.what <> 'target' or latest.said <> frozen.shown), false) as is_followed,
    coalesce(same_period.said, '') <> frozen.shown as is_revised,
    -- What moved it, where a department said something else since: its own growth before its level.
    {% for name in ['department_zh', 'revised_on', 'reason_zh'] -%}
    case
      when frozen.what in ('growth', 'change') and growth.shown_from > frozen.frozen_at then growth.{{ name }}
      when level.shown_from > frozen.frozen_at then level.{{ name }}
    end as {{ name }},
    {% endfor -%}
    moved.why_zh as latest_why_zh,
    evidence.received_on as latest_received_on,
    evidence.file as latest_file
  from frozen
  left join told as same_period
    on frozen.series_id = same_period.series_id and frozen.time_period = same_period.time_period and frozen.what = same_period.what
  left join told as latest
    on frozen.series_id = latest.series_id and frozen.what = latest.what and latest.is_latest
  left join line
    on frozen.series_id = line.series_id and frozen.time_period = line.time_period
  left join revised as level
    on frozen.series_id = level.series_id and frozen.time_period = level.time_period
  left join revised as growth
    on line.growth_series_id = growth.series_id and frozen.time_period = growth.time_period
  left join {{ ref('growth_change') }} as moved
    on moved.row_key = concat_ws('|', latest.series_id, latest.time_period)
  left join {{ ref('headline_evidence') }} as evidence
    on evidence.row_key = concat_ws('|', latest.series_id, latest.time_period)
)

select
  concat_ws('|', cast(edition_id as {{ dbt.type_string() }}), row_key, what) as row_key,
  edition_zh,
  line_order,
  line_zh,
  case what{% for what, zh in called.items() %} when '{{ what }}' then '{{ zh }}'{% endfor %} end as figure_zh,
  {{ first_day('time_period') }} as month,
  period_zh,
  concat(shown, {{ invented_mark('is_synthetic') }}) as shown,
  case when said_now is null then '[没有]' else concat(said_now, mark_now) end as shown_now,
  case when is_followed then concat(substr(latest_period, 1, 4), '年', latest_period_zh) else concat(substr(time_period, 1, 4), '年', period_zh) end as newest_period_zh,
  case
    when is_followed and said_latest is not null then concat(said_latest, mark_latest)
    when not is_followed and said_now is not null then concat(said_now, mark_now)
    else '[没有]'
  end as newest,
  case
    when said_now is null and is_followed then '没有了，另有新一期'
    when said_now is null then '没有了'
    when is_revised and is_followed then '同期修订，另有新一期'
    when is_revised then '同期修订'
    when is_followed then '新一期'
    else '未变'
  end as moved_zh,
  concat_ws(
    '；',
    case
      when not is_revised then null
      when reason_zh is not null then concat(coalesce(department_zh, '未登记部门'), cast(revised_on as {{ dbt.type_string() }}), '报来，原因：', reason_zh)
      when said_now is null then '已没有采用的报送'
      when what = 'target' then '目标有调整'
      when what = 'rank' then '位次另有反馈'
      else '由其他数的变动重新计算，或改由另一表说'
    end,
    case
      when not is_followed then null
      when what in ('growth', 'change') and latest_why_zh is not null then latest_why_zh
      else concat(cast(latest_received_on as {{ dbt.type_string() }}), '收到，《', latest_file, '》')
    end
  ) as moved_why_zh,
  concat(actor, ' ', cast({{ business_day('frozen_at') }} as {{ dbt.type_string() }}), ' 定稿') as frozen_zh,
  case when signed_at is null then '未审签' else concat(signed_by, ' ', cast({{ business_day('signed_at') }} as {{ dbt.type_string() }}), ' 审签') end as signed_zh,
  snapshot_id,
  is_synthetic
from compared
