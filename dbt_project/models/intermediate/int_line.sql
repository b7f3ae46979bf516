-- grain: line × period. A line is what a meeting reads as one row: an indicator with its breakdown, in an area. Its
-- level, the one growth that may be quoted, and the rank that was fed back; also where no level is collected.
-- Several figures a row, each with its own marks: whether it is invented and how confidential it is.
{% set same_place = "place_id = '_T' and component_area = '_Z'" %}
{% set dimensions_of_line = ['indicator_id', 'method_id', 'ref_area', 'breakdown', 'freq', 'accumulation', 'currency', 'price_basis'] %}
{% set of_growth = {
  'growth_id': 'bigint', 'growth_series_id': dbt.type_string(), 'growth_computed': 'double',
  'growth_computed_rounded': 'decimal(28, 2)', 'base_value': 'decimal(28, 6)', 'base_value_own': 'decimal(28, 6)',
  'base_source': dbt.type_string(), 'difference': 'decimal(28, 6)', 'agrees': 'boolean', 'turn_zh': dbt.type_string(),
  'base_small': 'boolean', 'base_differs': 'boolean', 'base_revised_since': 'date',
  'reason': dbt.type_string(), 'conf_status': dbt.type_string(), 'is_synthetic': 'boolean',
} %}
-- A single month beside its year to date is another figure, shown in bi.single_month.
{% set own_window = "(accumulation in ('YTD', 'POINT') or freq = 'A' or accumulation = own_accumulation)" %}
with indicator as (
  select
    *,
    accumulation as own_accumulation
  from {{ ref('stg_indicator') }}
),

-- Whatever has a growth, or a base to have one; a level without, as a grade or the total of a whole life, is a line too.
paired as (
  select
    {% for name in ['series_id', 'time_period', 'area_zh', 'level_id'] + dimensions_of_line -%}
    growth.{{ name }},
    {% endfor -%}
    {% for name in of_growth -%}
    growth.{{ name }}{{ ' as computed_' ~ name if name in ['conf_status', 'is_synthetic'] }}{{ ',' if not loop.last }}
    {% endfor %}
  from {{ ref('mart_growth_rate') }} as growth
  inner join (select indicator_id as measured, own_accumulation from indicator) as windowed
    on growth.indicator_id = windowed.measured
  where {{ same_place }} and {{ own_window }}
  union all
  select
    {% for name in ['series_id', 'time_period', 'area_zh'] -%}
    level.{{ name }},
    {% endfor -%}
    level.observation_id as level_id,
    {% for name in dimensions_of_line -%}
    level.{{ name }},
    {% endfor -%}
    {% for name in of_growth -%}
    cast(null as {{ of_growth[name] }}) as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
  from {{ ref('mart_indicator') }} as level
  inner join (select indicator_id as measured, own_accumulation from indicator) as windowed
    on level.indicator_id = windowed.measured
  left join (select level_id from {{ ref('mart_growth_rate') }}) as grown
    on level.observation_id = grown.level_id
  where measure = 'VALUE' and time_transform = 'N' and status_class = 'actual' and scope_basis = 'OWN' and {{ same_place }}
    and {{ own_window }} and grown.level_id is null
),

-- Two methods, currencies or prices of one indicator are two lines, and are told apart by name.
several as (
  select
    indicator_id,
    {% for name in ['method_id', 'currency', 'price_basis'] -%}
    min({{ name }}) <> max({{ name }}) as several_{{ name }}{{ ',' if not loop.last }}
    {% endfor %}
  from {{ ref('dim_series') }}
  where measure = 'VALUE' and time_transform in ('N', 'G1Y') and status_class = 'actual' and {{ same_place }}
  group by indicator_id
),

-- A form may state a rank by growth and another one says a rank of which nothing is known: the growth's stands.
ranked as (
  select
    level_series_id,
    series_id as rank_series_id,
    form_id as rank_form_id,
    time_period,
    rank_now,
    rank_of_n,
    rank_universe,
    rank_basis,
    reconciliation,
    conf_status,
    is_synthetic
  from (
    select
      said.*,
      cast(said.obs_value as integer) as rank_now,
      row_number() over (
        partition by said.level_series_id, said.time_period
        order by case said.time_transform when 'G1Y' then 1 else 2 end, {{ standing_rank() }}, said.series_id
      ) as place
    from (
      select
        rank_said.*,
        {{ series_id({
          'measure': "'VALUE'", 'time_transform': "'N'", 'unit_measure': 'unit.level_unit', 'scope_basis': "'OWN'",
        }) }} as level_series_id
      from {{ ref('mart_indicator') }} as rank_said
      inner join (select indicator_id as ranked, unit_measure as level_unit from {{ ref('stg_indicator') }}) as unit
        on rank_said.indicator_id = unit.ranked
      where rank_said.measure = 'RANK' and rank_said.status_class = 'actual' and {{ same_place }}
    ) as said
  ) as placed
  where place = 1
),

said as (
  select
    paired.*,
    {% for name in ['obs_value', 'qualifier', 'display_value', 'obs_status', 'obs_reason', 'conf_status', 'is_synthetic', 'reporting_level', 'form_id', 'n_vintages', 'received_at', 'accepted_at', 'observation_id'] -%}
    level.{{ name }} as level_{{ name }},
    stated.{{ name }} as stated_{{ name }},
    {% endfor -%}
    level.obs_value is not null or coalesce(level.qualifier, '_Z') <> '_Z' as has_level,
    stated.obs_value is not null as has_point,
    stated.obs_value is null and coalesce(stated.qualifier, '_Z') <> '_Z' as has_words,
    -- A blank cell says nothing; a figure that is held or withdrawn is no place for a computed one.
    stated.observation_id is null
      or (stated.obs_value is null and stated.qualifier = '_Z' and coalesce(stated.obs_reason, 'NOT_STATED') = 'NOT_STATED')
      as says_nothing
  from paired
  left join (select * from {{ ref('mart_indicator') }} where measure = 'VALUE' and time_transform = 'N') as level
    on paired.level_id = level.observation_id
  left join (select * from {{ ref('mart_indicator') }} where measure = 'VALUE' and time_transform = 'G1Y') as stated
    on paired.growth_id = stated.observation_id
),

quoted as (
  select
    said.*,
    {{ line_place('indicator', 'breakdown') }} as line_order,
    concat(
      {{ line_name('indicator.indicator_zh', 'said.breakdown', 'breakdown') }},
      case when several.several_method_id then concat('（', coalesce(method.method_zh, said.method_id), '）') else '' end,
      case when several.several_currency then concat('（', said.currency, '）') else '' end,
      case when several.several_price_basis then concat('（', said.price_basis, '）') else '' end
    ) as line_zh,
    indicator.family,
    indicator.level_collected,
    indicator.display_unit_zh,
    indicator.display_unit_mult,
    indicator.display_decimals,
    ranked.level_series_id is not null as is_ranked,
    ranked.rank_now,
    -- Where no rank stands nothing was ranked, whatever the form says of the others.
    case when ranked.rank_now is not null then ranked.rank_of_n end as rank_of_n,
    ranked.rank_universe,
    ranked.rank_basis,
    ranked.reconciliation as rank_reconciliation,
    ranked.rank_series_id,
    ranked.rank_form_id,
    coalesce(ranked.conf_status, 'F') as rank_conf_status,
    coalesce(ranked.is_synthetic, false) and ranked.rank_now is not null as rank_is_synthetic,
    has_level or has_point or has_words or ranked.rank_now is not null as is_published,
    has_point or has_words as is_stated,
    says_nothing and reason is null and base_source = 'OWN' and not coalesce(base_small, false) as is_computed,
    -- 由1次增至3次, not +200 %; and of no base, of a loss, only what became of it.
    case
      when not says_nothing then null
      when reason = 'BASE_ZERO' then 'from_zero'
      when reason is null and base_source = 'OWN' and base_small then 'from_little'
      when coalesce(turn_zh, '') <> '' then 'turn'
    end as told_as
  from said
  inner join indicator
    on said.indicator_id = indicator.indicator_id
  left join {{ ref('stg_breakdown') }} as breakdown
    on said.breakdown = breakdown.breakdown
  left join {{ ref('stg_method') }} as method
    on said.method_id = method.method_id
  left join several
    on said.indicator_id = several.indicator_id
  left join ranked
    on said.series_id = ranked.level_series_id and said.time_period = ranked.time_period
),

marked as (
  select
    quoted.*,
    case
      when has_point then stated_obs_value
      when is_computed then cast(growth_computed_rounded as decimal(28, 6))
    end as growth,
    case
      when is_stated then coalesce(stated_is_synthetic, false)
      when is_computed or told_as is not null then coalesce(computed_is_synthetic, false)
      else false
    end as growth_is_synthetic,
    case
      when is_stated then coalesce(stated_conf_status, 'F')
      when is_computed or told_as is not null then coalesce(computed_conf_status, 'F')
      else 'F'
    end as growth_conf_status
  from quoted
)

select
  -- One value of the row, and of no other: what the models of lines are joined by.
  coalesce(level_id, growth_id) as line_id,
  level_id,
  series_id,
  time_period,
  indicator_id,
  ref_area,
  area_zh,
  breakdown,
  method_id,
  currency,
  price_basis,
  freq,
  accumulation,
  line_order,
  line_zh,
  family,
  display_unit_zh,
  display_unit_mult,
  display_decimals,
  {{ period_words('time_period', 'freq', 'accumulation') }} as period_zh,
  level_obs_value as obs_value,
  {{ display_figure('level_obs_value', 'display_unit_mult') }} as value,
  -- What stands in place of a number is never lost: 10余, [未填], [免报], and that nobody collects one.
  case
    when level_obs_value is not null then null
    when has_level then concat('本期', {{ without_brackets(without_mark('level_display_value', 'level_is_synthetic')) }})
    when level_observation_id is not null then concat('本期', {{ without_mark('level_display_value', 'level_is_synthetic') }})
    when not level_collected then '不收集绝对量'
    else '没有本期数'
  end as value_words,
  growth_series_id,
  growth,
  stated_obs_value as growth_reported,
  is_stated,
  case
    when has_point then concat({{ without_mark('stated_display_value', 'stated_is_synthetic') }}, '%', {{ invented_mark('stated_is_synthetic') }})
    -- [增长近11倍] as the department wrote it, of which 增长 is said by the name of the column.
    when has_words then concat({{ growth_words(without_mark('stated_display_value', 'stated_is_synthetic')) }}, {{ invented_mark('stated_is_synthetic') }})
    -- [不适用], [待核]: there is nothing that could be invented.
    when not says_nothing then {{ without_mark('stated_display_value', 'stated_is_synthetic') }}
    when growth is not null then concat(cast(growth_computed_rounded as {{ dbt.type_string() }}), '%', {{ invented_mark('growth_is_synthetic') }})
    when told_as = 'from_zero' and difference = 0 then concat('与上年同期均为0', {{ invented_mark('growth_is_synthetic') }})
    when told_as = 'from_zero'
      then concat(
        '上年同期为0，',
        case when difference < 0 then '减' else '增' end,
        {{ decimal_text('abs(difference)', 'display_decimals', 'display_unit_mult') }},
        display_unit_zh,
        {{ invented_mark('growth_is_synthetic') }}
      )
    when told_as = 'from_little'
      then concat(
        case
          when difference = 0 then '与上年同期均为'
          else concat(
            '由',
            {{ decimal_text('base_value', 'display_decimals', 'display_unit_mult') }},
            display_unit_zh,
            case when difference > 0 then '增至' else '减至' end
          )
        end,
        {{ decimal_text('level_obs_value', 'display_decimals', 'display_unit_mult') }},
        display_unit_zh,
        {{ invented_mark('growth_is_synthetic') }}
      )
    when told_as = 'turn' then concat(turn_zh, {{ invented_mark('growth_is_synthetic') }})
    when reason is null or reason = 'LEVEL_NOT_COLLECTED' then coalesce(stated_display_value, '[未填]')
    else concat('[', coalesce(why.code_zh, reason), ']')
  end as growth_zh,
  growth_computed,
  growth_computed_rounded,
  agrees,
  -- The growth that is shown is the one of the operands that are shown.
  growth is not null and not coalesce(base_differs, false) and (not is_stated or coalesce(agrees, false)) as is_own_growth,
  base_value,
  base_value_own,
  base_source,
  base_revised_since,
  reason,
  is_ranked,
  rank_now,
  rank_of_n,
  rank_universe,
  rank_basis,
  rank_reconciliation,
  rank_series_id,
  rank_form_id,
  is_published,
  -- Whether the row says what the line is about. A table that follows others may say a growth and a rank of a month that nobody
  -- has said a level of yet.
  level_observation_id is not null or not level_collected as has_main,
  level_collected,
  has_level,
  coalesce(level_is_synthetic, false) and has_level as value_is_synthetic,
  growth_is_synthetic,
  rank_is_synthetic,
  coalesce(level_conf_status, 'F') as value_conf_status,
  growth_conf_status,
  rank_conf_status,
  -- What the row is about: the level, or the growth where there is none.
  {% for name in ['obs_status', 'reporting_level', 'form_id', 'received_at', 'observation_id'] -%}
  case when has_level or stated_observation_id is null then level_{{ name }} else stated_{{ name }} end as {{ name }},
  {% endfor -%}
  coalesce(case when has_level or stated_observation_id is null then level_conf_status else stated_conf_status end, 'F') as conf_status,
  coalesce(case when has_level or stated_observation_id is null then level_is_synthetic else stated_is_synthetic end, false) as is_synthetic,
  -- When the growth was known: what rests on levels, with the level.
  case when is_stated then growth_series_id else series_id end as known_series_id,
  case when is_stated then stated_form_id else level_form_id end as known_form_id,
  case when is_stated then stated_n_vintages else level_n_vintages end as known_vintages,
  {{ business_day('coalesce(case when is_stated then stated_accepted_at else level_accepted_at end, level_accepted_at, stated_accepted_at)') }} as known_on
from marked
left join {{ ref('dim_code') }} as why
  on why.code_list = 'CL_COMPUTED_REASON' and marked.reason = why.code
