-- grain: line × period. A line is what a meeting reads as one row: an indicator with its breakdown, in an area. Its
-- level, the one growth that may be quoted, and the rank that was fed back; also where no level is collected.
-- Several figures a row, each with its own marks: whether it is invented and how confidential it is.
{% set same_place = "place_id = '_T' and component_area = '_Z'" %}
with level as (
  select *
  from {{ ref('mart_indicator') }}
  where measure = 'VALUE' and time_transform = 'N' and status_class = 'actual' and scope_basis = 'OWN' and {{ same_place }}
),

growth as (
  select *
  from {{ ref('mart_growth_rate') }}
  where {{ same_place }}
),

paired as (
  select
    {% for name in ['series_id', 'time_period', 'indicator_id', 'method_id', 'ref_area', 'area_zh', 'breakdown', 'freq', 'accumulation', 'currency', 'price_basis'] -%}
    coalesce(level.{{ name }}, growth.{{ name }}) as {{ name }},
    {% endfor -%}
    {% for name in ['obs_value', 'qualifier', 'display_value', 'obs_status', 'obs_reason', 'conf_status', 'is_synthetic', 'reporting_level', 'form_id', 'n_vintages', 'received_at', 'accepted_at', 'source_file', 'source_sheet', 'source_cell', 'observation_id'] -%}
    level.{{ name }} as level_{{ name }},
    stated.{{ name }} as stated_{{ name }},
    {% endfor -%}
    growth.growth_series_id,
    growth.growth_computed_rounded,
    growth.base_value,
    growth.base_source,
    growth.difference,
    growth.agrees,
    growth.turn_zh,
    growth.reason,
    growth.conf_status as computed_conf_status,
    growth.is_synthetic as computed_is_synthetic,
    level.obs_value is not null or coalesce(level.qualifier, '_Z') <> '_Z' as has_level,
    stated.obs_value is not null as has_point,
    stated.obs_value is null and coalesce(stated.qualifier, '_Z') <> '_Z' as has_words,
    -- A blank cell says nothing; a figure that is held or withdrawn is no place for a computed one.
    stated.series_id is null
      or (stated.obs_value is null and stated.qualifier = '_Z' and coalesce(stated.obs_reason, 'NOT_STATED') = 'NOT_STATED')
      as says_nothing
  from level
  full outer join growth
    on level.series_id = growth.series_id and level.time_period = growth.time_period
  left join {{ ref('mart_indicator') }} as stated
    on growth.growth_series_id = stated.series_id and growth.time_period = stated.time_period
),

-- A form may state a rank by growth and another one says a rank of which nothing is known: the growth's stands.
ranked as (
  select
    level_series_id,
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
          'measure': "'VALUE'", 'time_transform': "'N'", 'unit_measure': 'indicator.level_unit', 'scope_basis': "'OWN'",
        }) }} as level_series_id
      from {{ ref('mart_indicator') }} as rank_said
      inner join (select indicator_id as ranked, unit_measure as level_unit from {{ ref('stg_indicator') }}) as indicator
        on rank_said.indicator_id = indicator.ranked
      where rank_said.measure = 'RANK' and rank_said.status_class = 'actual' and {{ same_place }}
    ) as said
  ) as placed
  where place = 1
),

named as (
  select
    paired.*,
    {{ line_place('indicator', 'breakdown') }} as line_order,
    {{ line_name('indicator.indicator_zh', 'paired.breakdown', 'breakdown') }} as name_zh,
    indicator.family,
    indicator.level_collected,
    indicator.direction,
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
    coalesce(ranked.conf_status, 'F') as rank_conf_status,
    coalesce(ranked.is_synthetic, false) and ranked.rank_now is not null as rank_is_synthetic
  from paired
  inner join {{ ref('stg_indicator') }} as indicator
    on paired.indicator_id = indicator.indicator_id
  left join {{ ref('stg_breakdown') }} as breakdown
    on paired.breakdown = breakdown.breakdown
  left join ranked
    on paired.series_id = ranked.level_series_id and paired.time_period = ranked.time_period
  -- A single month beside its year to date is another figure, shown in bi.single_month.
  where paired.accumulation in ('YTD', 'POINT') or paired.freq = 'A' or paired.accumulation = indicator.accumulation
),

quoted as (
  select
    named.*,
    -- Two methods, currencies or prices of one indicator are two lines, and are told apart by name.
    concat(
      name_zh,
      case when min(method_id) over (partition by indicator_id) <> max(method_id) over (partition by indicator_id)
        then concat('（', coalesce(method.named_zh, method_id), '）') else '' end,
      case when min(currency) over (partition by indicator_id) <> max(currency) over (partition by indicator_id)
        then concat('（', currency, '）') else '' end,
      case when min(price_basis) over (partition by indicator_id) <> max(price_basis) over (partition by indicator_id)
        then concat('（', price_basis, '）') else '' end
    ) as line_zh,
    has_level or has_point or has_words or rank_now is not null as is_published,
    case
      when has_point then stated_obs_value
      when says_nothing and reason is null and base_source = 'OWN' then cast(growth_computed_rounded as decimal(28, 6))
    end as growth,
    has_point or has_words as is_stated,
    case
      when has_point or has_words then coalesce(stated_is_synthetic, false)
      when says_nothing and reason is null and base_source = 'OWN' then coalesce(computed_is_synthetic, false)
      else false
    end as growth_is_synthetic,
    case
      when has_point or has_words then coalesce(stated_conf_status, 'F')
      when says_nothing and reason is null and base_source = 'OWN' then coalesce(computed_conf_status, 'F')
      else 'F'
    end as growth_conf_status
  from named
  left join (select method_id as named_method, method_zh as named_zh from {{ ref('stg_method') }}) as method
    on named.method_id = method.named_method
)

select
  series_id,
  time_period,
  indicator_id,
  ref_area,
  area_zh,
  breakdown,
  freq,
  accumulation,
  line_order,
  line_zh,
  family,
  direction,
  display_unit_zh,
  display_unit_mult,
  display_decimals,
  {{ period_words('time_period', 'freq', 'accumulation') }} as period_zh,
  level_obs_value as obs_value,
  {{ display_figure('level_obs_value', 'display_unit_mult') }} as value,
  -- 10余家: no number, and never lost.
  case when level_obs_value is null and has_level then {{ without_brackets('level_display_value') }} end as value_words,
  growth_series_id,
  growth,
  stated_obs_value as growth_reported,
  is_stated,
  case
    when has_point then concat({{ without_mark('stated_display_value', 'stated_is_synthetic') }}, '%', {{ invented_mark('stated_is_synthetic') }})
    -- [增长近11倍] as the department wrote it, of which 增长 is said by the name of the column.
    when has_words then concat({{ growth_words(without_mark('stated_display_value', 'stated_is_synthetic')) }}, {{ invented_mark('stated_is_synthetic') }})
    when not says_nothing then stated_display_value
    when growth is not null then concat({{ decimal_text('growth_computed_rounded', '2') }}, '%', {{ invented_mark('growth_is_synthetic') }})
    when reason = 'BASE_ZERO'
      then concat(
        '上年同期为0，',
        case when difference < 0 then '减' else '增' end,
        {{ decimal_text('abs(difference)', 'display_decimals', 'display_unit_mult') }},
        display_unit_zh,
        {{ invented_mark('computed_is_synthetic') }}
      )
    when coalesce(turn_zh, '') <> '' then concat(turn_zh, {{ invented_mark('computed_is_synthetic') }})
    when reason is null or reason = 'LEVEL_NOT_COLLECTED' then coalesce(stated_display_value, '[未填]')
    else concat('[', coalesce(why.code_zh, reason), ']')
  end as growth_zh,
  growth_computed_rounded,
  agrees,
  base_value,
  base_source,
  reason,
  is_ranked,
  rank_now,
  rank_of_n,
  rank_universe,
  rank_basis,
  rank_reconciliation,
  is_published,
  level_collected,
  has_level,
  coalesce(level_is_synthetic, false) and has_level as value_is_synthetic,
  growth_is_synthetic,
  rank_is_synthetic,
  coalesce(level_conf_status, 'F') as value_conf_status,
  growth_conf_status,
  rank_conf_status,
  -- What the row is about: the level, or the growth where there is none.
  {% for name in ['obs_status', 'reporting_level', 'form_id', 'received_at', 'source_file', 'source_sheet', 'source_cell', 'observation_id'] -%}
  case when has_level or stated_form_id is null then level_{{ name }} else stated_{{ name }} end as {{ name }},
  {% endfor -%}
  coalesce(case when has_level or stated_form_id is null then level_conf_status else stated_conf_status end, 'F') as conf_status,
  coalesce(case when has_level or stated_form_id is null then level_is_synthetic else stated_is_synthetic end, false) as is_synthetic,
  -- When the growth was known: what rests on levels, with the level.
  case when is_stated then growth_series_id else series_id end as known_series_id,
  case when is_stated then stated_form_id else level_form_id end as known_form_id,
  case when is_stated then stated_n_vintages else level_n_vintages end as known_vintages,
  {{ business_day('coalesce(case when is_stated then stated_accepted_at else level_accepted_at end, level_accepted_at, stated_accepted_at)') }} as known_on
from quoted
left join {{ ref('dim_code') }} as why
  on why.code_list = 'CL_COMPUTED_REASON' and quoted.reason = why.code
