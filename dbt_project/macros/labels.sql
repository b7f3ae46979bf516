{#- What the schema bi says instead of codes and booleans: words, and 0 or 1 where rows are counted. -#}

{#- 1 where a condition holds, 0 where it does not or nobody knows: what is summed for a rate. -#}
{% macro one_if(condition) -%} cast(case when {{ condition }} then 1 else 0 end as integer) {%- endmacro %}

{#- The place of a row in the file that it is read from: the order in which an office lists what it has. -#}
{% macro order_of_file() -%} {{ return(adapter.dispatch('order_of_file')()) }} {%- endmacro %}
{% macro default__order_of_file() -%} row_number() over () {%- endmacro %}
{% macro spark__order_of_file() -%} monotonically_increasing_id() {%- endmacro %}

{#-
  A figure in the unit that people read, with the four decimals that a BI tool gets, and a percentage or a difference of
  percentages with two. Far from a tie by way of a double, else exactly: as in decimal_text, in a twentieth of the time.
  NULL: it is, or has more digits than anybody reads.
-#}
{% macro display_figure(value, unit_mult) -%}
  {%- set in_places = last_places(value, 4, unit_mult) -%}
  case
    when {{ far_from_a_tie(in_places) }} then cast(cast(round({{ in_places }}) / 10000.0 as decimal(18, 4)) as decimal(20, 4))
    else try_cast({{ in_display_unit(value, unit_mult) }} as decimal(20, 4))
  end
{%- endmacro %}
{% macro two_decimals(value) -%}
  {%- set in_places = '(100.0 * cast(' ~ value ~ ' as double))' -%}
  case
    when {{ far_from_a_tie(in_places) }} then cast(round({{ in_places }}) / 100.0 as decimal(12, 2))
    else try_cast({{ value }} as decimal(12, 2))
  end
{%- endmacro %}

{#- The same of what has two decimals already. -#}
{% macro narrow_percent(value) -%} try_cast({{ value }} as decimal(12, 2)) {%- endmacro %}

{#- What a line is called, and its place: that of the indicator in the catalogue, then that of the breakdown. -#}
{% macro line_name(indicator_zh, breakdown, relation) -%}
  case
    when {{ breakdown }} = '_T' then {{ indicator_zh }}
    when {{ relation }}.relation = 'of_which' then concat({{ indicator_zh }}, '其中：', {{ relation }}.breakdown_zh)
    else concat({{ indicator_zh }}, '：', coalesce({{ relation }}.breakdown_zh, {{ breakdown }}))
  end
{%- endmacro %}
{% macro line_place(indicator, breakdown) -%} {{ indicator }}.sort_order * 1000 + coalesce({{ breakdown }}.sort_order, 0) {%- endmacro %}

{#- [近11倍] and [10余] without the brackets that say in a display value that no number is shown. -#}
{% macro without_brackets(display_value) -%} trim(leading '[' from trim(trailing ']' from {{ display_value }})) {%- endmacro %}
{% macro growth_words(display_value) -%}
  case
    when substr({{ display_value }}, 1, 3) = '[增长' then substr({{ without_brackets(display_value) }}, 3)
    else {{ without_brackets(display_value) }}
  end
{%- endmacro %}

{#- A display value without the mark of what is invented, and the mark itself: where a unit has to stand between them. -#}
{% macro without_mark(display_value, is_synthetic) -%}
  case when {{ is_synthetic }} then substr({{ display_value }}, 1, length({{ display_value }}) - 4) else {{ display_value }} end
{%- endmacro %}
{% macro invented_mark(is_synthetic) -%} case when {{ is_synthetic }} then '(示例)' else '' end {%- endmacro %}

{#-
  How people call the window of a figure: 1—12月 of a year to date, 12月末 of a stock, 12月 of a month alone, 四季度 of
  a quarter alone, 全年 of a year. The year stands in the month beside it.
-#}
{% macro period_words(period, freq, accumulation) -%}
  {%- set number = 'cast(cast(substr(' ~ period ~ ', 6, 2) as integer) as ' ~ dbt.type_string() ~ ')' -%}
  case
    when {{ freq }} = 'A' and {{ accumulation }} = 'POINT' then '年末'
    when {{ freq }} = 'A' then '全年'
    when {{ accumulation }} = 'POINT' then concat({{ number }}, '月末')
    when {{ accumulation }} = 'YTD' and {{ number }} = '1' then '1月'
    when {{ accumulation }} = 'YTD' then concat('1—', {{ number }}, '月')
    when {{ accumulation }} in ('LIFE', 'ITD') then concat('至', {{ number }}, '月')
    when {{ freq }} = 'Q' then concat(case {{ number }} when '3' then '一' when '6' then '二' when '9' then '三' else '四' end, '季度')
    else concat({{ number }}, '月')
  end
{%- endmacro %}

{#- How a target stands, in words: against the calendar, against the growth that is asked for, against a ceiling. -#}
{% macro standing_words() -%}
  case
    when target_form = 'ceiling' and is_within then '未超控制数'
    when target_form = 'ceiling' and not is_within then '超控制数'
    when reason = 'RATE_TARGET' and gap > 0 then concat('高于目标', cast(gap as {{ dbt.type_string() }}), '个百分点')
    when reason = 'RATE_TARGET' and gap < 0 then concat('低于目标', cast(-gap as {{ dbt.type_string() }}), '个百分点')
    when reason = 'RATE_TARGET' then '与目标持平'
    when standing = 'ahead' then '超序时'
    when standing = 'on_time' then '与序时持平'
    when standing = 'behind' then '欠序时'
    -- A stock is there or it is not: no calendar.
    when completion >= 100 then '已达目标'
    when completion < 100 then '未达目标'
    when reason = 'NO_ACTUAL' then '尚无实际数'
  end
{%- endmacro %}

{#- What a target is: an amount, a growth, or a ceiling that is not to be exceeded. -#}
{% macro target_form(row, direction) -%}
  case
    when {{ row }}.target_kind = 'ceiling' or {{ direction }} = 'lower' then 'ceiling'
    when {{ row }}.time_transform = 'G1Y' then 'growth'
    else 'amount'
  end
{%- endmacro %}

{#- The Chinese of a code that is an expression; of a column a join with dim_code does it for all rows at once. -#}
{% macro code_words(code, code_list) -%}
  (select max(code_zh) from {{ ref('dim_code') }} where code_list = '{{ code_list }}' and code = {{ code }})
{%- endmacro %}

{#- The month of a period, 12 of a year, as an amount. -#}
{% macro month_of_year(period) -%}
  cast(coalesce(nullif(substr({{ period }}, 6, 2), ''), '12') as decimal(28, 6))
{%- endmacro %}

{#- The figures of a row for which a condition holds, by name: 本期数、目标. `flags`: name → condition. Empty: none. -#}
{% macro names_where(flags) -%}
  concat_ws('、'{% for name in flags %}, case when {{ flags[name] }} then '{{ name }}' end{% endfor %})
{%- endmacro %}

{#-
  What a reader must know of a line before quoting it: that a later return is held, what stands in words, who says it,
  when it came, and which of its figures are invented.
-#}
{% macro state_words(line, held, words, invented) -%}
  concat_ws(
    '；',
    case when {{ held }} then '待核沿用上期' end,
    {{ words }},
    case
      when {{ line }}.obs_status = 'P' then '初步'
      when {{ line }}.reporting_level = 'final' then '最终'
      -- Where no level is collected there is nothing to recognise: growth and rank are fed back.
      when {{ line }}.reporting_level = 'recognised' and not {{ line }}.level_collected then '反馈'
      when {{ line }}.reporting_level = 'recognised' then '认定'
      when {{ line }}.reporting_level = 'claimed' then '上报'
    end,
    concat(cast({{ business_day(line ~ '.received_at') }} as {{ dbt.type_string() }}), '收到'),
    case when {{ names_where(invented) }} <> '' then concat('示例：', {{ names_where(invented) }}) end
  )
{%- endmacro %}

{#- A rank is compared with the one before only among the same ones ranked by the same; + is a rise. -#}
{% macro rank_change(line, before) -%}
  case
    when {{ line }}.rank_universe not in ('_U', '_Z')
      and {{ line }}.rank_universe = {{ before }}.rank_universe_before
      and {{ line }}.rank_basis = {{ before }}.rank_basis_before
      and coalesce({{ line }}.rank_of_n, 0) = coalesce({{ before }}.rank_of_n_before, 0)
      then {{ before }}.rank_before - {{ line }}.rank_now
  end
{%- endmacro %}

{#- A figure of bi as text, without the zeros at its end: 240 of 240.0000. -#}
{% macro shown_text(value) -%}
  trim(trailing '.' from trim(trailing '0' from cast({{ value }} as {{ dbt.type_string() }})))
{%- endmacro %}

{#- The period just before one in the same year: of a month the month, of a quarter the quarter. NULL: it is the first. -#}
{% macro period_just_before(row) -%}
  case
    when {{ row }}.freq = 'M' and {{ month_number(row ~ '.time_period') }} > 1 then {{ period_before(row ~ '.time_period', 1) }}
    when {{ row }}.freq = 'Q' and {{ month_number(row ~ '.time_period') }} > 3 then {{ period_before(row ~ '.time_period', 3) }}
  end
{%- endmacro %}
