-- grain: series × period. One row, the current accepted value; what is displayed never is blank.
-- What the same submission adds up from its register, and what ranks the values give.
with compared as (
  select
    series.series_key,
    added_up.time_period,
    added_up.submission_id,
    added_up.obs_value,
    added_up.tolerance,
    {{ half_ulp('added_up.reported_unit_mult', 'added_up.reported_decimals') }} as half_ulp
  from {{ ref('int_register_observation') }} as added_up
  inner join {{ ref('int_series') }} as series
    on added_up.series_id = series.series_id
),

described as (
  select
    chosen.*,
    {% for name in [
      'low_inclusive', 'high_inclusive', 'raw_text', 'period_basis', 'rank_of_n', 'rank_universe', 'rank_basis',
      'value_basis', 'multiple_stated', 'semantics', 'comment_obs', 'sheet', 'cell',
    ] -%}
    {{ as_read(name, value='chosen') }},
    {% endfor -%}
    indicator.indicator_zh,
    case when chosen.unit_measure in ('PERCENT', 'PP') or chosen.measure = 'RANK' then 0 else indicator.display_unit_mult end
      as shown_mult,
    case
      when chosen.unit_measure in ('PERCENT', 'PP') then chosen.reported_decimals
      when chosen.measure = 'RANK' then 0
      else indicator.display_decimals
    end as shown_decimals,
    indicator.display_unit_zh as level_unit_zh,
    area.area_zh,
    place.place_zh,
    stated_break.break_reason_zh,
    stated_break.break_reason_en,
    compared.obs_value as register_value,
    {{ total_tolerance('compared.tolerance', 'compared.half_ulp', half_ulp('chosen.reported_unit_mult', 'chosen.reported_decimals')) }}
      as register_tolerance,
    ranked.rank_computed,
    ranked.rank_last,
    ranked.rank_of_n_computed
  from {{ ref('int_indicator_current') }} as chosen
  inner join {{ ref('int_reading') }} as reading
    on chosen.read_id = reading.read_id
  inner join {{ ref('stg_indicator') }} as indicator
    on chosen.indicator_id = indicator.indicator_id
  inner join {{ ref('stg_area') }} as area
    on chosen.ref_area = area.ref_area
  inner join {{ ref('stg_place') }} as place
    on chosen.place_id = place.place_id
  -- By equalities alone: with a condition on one side DuckDB compares every row with every row.
  left join compared
    on case when chosen.vintage_origin = 'reported' then chosen.series_key end = compared.series_key
    and chosen.time_period = compared.time_period
    and chosen.submission_id = compared.submission_id
  left join {{ ref('int_break') }} as stated_break
    on chosen.series_key = stated_break.series_key and chosen.month = stated_break.month and stated_break.years = 1
  left join {{ ref('int_rank') }} as ranked
    on chosen.series_id = ranked.series_id and chosen.time_period = ranked.time_period
),

placed as (
  select
    described.*,
    {{ last_places('obs_value', 'shown_decimals', 'shown_mult') }} as in_places
  from described
),

displayed as (
  select
    placed.*,
    case
      when obs_value is null and obs_reason = 'JAN_EXEMPT' then '[免报]'
      when obs_value is null and obs_reason = 'HELD' then '[待核]'
      when obs_value is null and obs_reason = 'WITHDRAWN' then '[撤回]'
      when obs_value is null and obs_reason = 'NOT_YET_RECOGNISED' then '[待认定]'
      when obs_value is null and obs_reason = 'OF_CLAIMED' then '[上报口径]'
      -- Known only by its bounds: 27个以上, 80余户, as the department wrote it.
      when obs_value is null and qualifier <> '_Z' then concat('[', raw_text, ']')
      when obs_value is null and obs_status = 'Q' then '[不公布]'
      when obs_value is null and obs_status = 'M' then '[不适用]'
      when obs_value is null and obs_status = 'N' then '[不足一个单位]'
      when obs_value is null then '[未填]'
      else {{ decimal_text('obs_value', 'shown_decimals', 'shown_mult', 'in_places') }}
    end as display_text,
    case
      when unit_measure = 'PERCENT' then '%'
      when unit_measure = 'PP' then '个百分点'
      when measure = 'RANK' then '位'
      else level_unit_zh
    end as display_unit_zh
  from placed
)

select
  observation_id,
  series_id,
  time_period,
  {{ dimensions() | join(',\n  ') }},
  indicator_zh,
  area_zh,
  place_zh,
  department_id,
  form_id,
  form_id as primary_form,
  value_origin,
  reporting_level,
  obs_value,
  -- Invented figures are marked wherever they are displayed, the display value itself included.
  concat(
    case when qualifier = 'approx' then '约' else '' end,
    display_text,
    case when is_synthetic then '(示例)' else '' end
  ) as display_value,
  display_unit_zh,
  qualifier,
  value_low,
  low_inclusive,
  value_high,
  high_inclusive,
  obs_status,
  obs_reason,
  conf_status,
  is_synthetic,
  period_basis,
  rank_of_n,
  rank_universe,
  rank_basis,
  multiple_stated,
  semantics,
  value_basis,
  comment_obs,
  received_at,
  accepted_at,
  n_vintages,
  case
    when measure = 'RANK' and rank_computed is not null and obs_value is not null
      -- Those whose growth is not given may stand before it or behind it.
      then case
        when obs_value between rank_computed and rank_last + greatest(coalesce(rank_of_n, 0) - rank_of_n_computed, 0) then 'agrees'
        else 'differs'
      end
    when register_value is null or obs_value is null then 'single'
    when abs(obs_value - register_value) <= register_tolerance then 'agrees'
    else 'differs'
  end as reconciliation,
  submission_id,
  source_file,
  sheet as source_sheet,
  cell as source_cell,
  break_reason_zh is not null as has_break,
  coalesce(break_reason_zh, '') as break_reason_zh,
  coalesce(break_reason_en, '') as break_reason_en,
  (
    measure = 'VALUE' and time_transform = 'N' and status_class = 'actual'
    and (accumulation in ('YTD', 'POINT') or (freq = 'A' and accumulation = 'PERIOD'))
    and scope_basis = 'OWN' and breakdown = '_T' and place_id = '_T' and component_area = '_Z'
  ) as is_default
from displayed
