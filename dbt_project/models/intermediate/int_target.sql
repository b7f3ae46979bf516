-- grain: what a target and its actual value share (target_key) × year × kind of target × what it counts, an amount
-- or its growth × the table that says it, by the month of the table.
-- Targets of a year: what is to be done in it (PERIOD) or to be there at its end (POINT). The planned total of a
-- project's whole life is no target of a year.
--
-- A month is judged by the target of its own table, else of the last table before it: 按当期目标评价,不追溯. A target
-- that is changed acts from the table on that says so; one that was mistyped, and is put right by a later table, is right
-- in the months before it too. The instant at which either came says nothing: March, handed in once more in June, is
-- judged by March's target. The reason of a return is of all that it says, and a table that corrects one line may change
-- another lawfully: a target is put right where that return itself had it wrong before, where it goes back to what was said
-- before the slip, or where the two differ by a power of ten, which nobody decides.
with spoken as (
  select
    series.series_id,
    {{ target_key() }} as target_key,
    series.accumulation,
    series.target_kind,
    series.time_transform,
    value_then.*
  from {{ ref('int_value') }} as value_then
  inner join {{ ref('int_series') }} as series
    on value_then.series_key = series.series_key
  where series.measure = 'VALUE' and series.time_transform in ('N', 'G1Y') and series.scope_basis = 'OWN' and series.freq = 'A'
    and series.status_class = 'target' and series.accumulation in ('PERIOD', 'POINT')
),

-- Every table of the form that speaks for the target. What an annual form says holds from the start of its year.
in_slots as (
  select
    tables.*,
    lag(target_said) over (
      partition by series_key, month, slot_period
      order by ordered_at, sequence, case value_origin when 'corrected' then 2 else 1 end
    ) as said_before_in_slot
  from (
    select
      value_then.*,
      submission.period as slot_period,
      submission.ordered_at,
      submission.sequence,
      case
        when submission.is_monthly then {{ month_count('submission.period') }}
        else {{ month_count('submission.period') }} - ({{ month_count('submission.period') }}) % 12
      end as said_for,
      submission.revision_reason in ('correction', 'unit_fix') as is_for_correction,
      concat_ws(
        '|',
        {% for name in ['obs_value', 'value_low', 'value_high'] -%}
        coalesce(cast(value_then.{{ name }} as {{ dbt.type_string() }}), ''),
        {% endfor -%}
        value_then.qualifier
      ) as target_said,
      value_then.obs_value is not null or value_then.qualifier <> '_Z' as is_said,
      max(case when value_then.obs_value is not null or value_then.qualifier <> '_Z' then 1 else 0 end)
        over (partition by value_then.series_key, value_then.month) = 1 as is_ever_said
    from spoken as value_then
    inner join {{ ref('int_submission_current') }} as submission
      on value_then.submission_id = submission.submission_id
  ) as tables
),

said as (
  select value_then.*
  from in_slots as value_then
  inner join spoken as chosen
    on value_then.series_key = chosen.series_key
    and value_then.month = chosen.month
    and value_then.form_id = chosen.form_id
    and value_then.vintage_origin = chosen.vintage_origin
    and value_then.reporting_level = chosen.reporting_level
    and chosen.is_chosen
  where value_then.stands_in_slot
    -- What a table leaves out, or what is held, is what the table before it says; where nothing is said at all that is shown.
    and (value_then.is_said or (value_then.is_chosen and not value_then.is_ever_said))
),

compared as (
  select
    said.*,
    row_number() over (partition by series_key, month order by said_for desc, observation_id desc) = 1 as is_latest,
    coalesce(target_said <> lag(target_said) over (partition by series_key, month order by said_for, observation_id), false) as is_changed,
    lag(obs_value) over (partition by series_key, month order by said_for, observation_id) as value_before
  from said
),

-- What was said before what was said before: where a slip is put right the target goes back to it.
numbered as (
  select
    compared.*,
    sum(case when is_changed then 1 else 0 end) over (
      partition by series_key, month
      order by said_for, observation_id
      rows between unbounded preceding and current row
    ) as spell
  from compared
),

righted as (
  select
    numbered.*,
    numbered.is_for_correction and (
      coalesce(numbered.said_before_in_slot <> numbered.target_said, false)
      or coalesce(earlier.target_said = numbered.target_said, false)
      or coalesce({{ power_of_ten_apart('numbered.obs_value', 'numbered.value_before') }}, false)
    ) as is_put_right
  from numbered
  left join (select distinct series_key, month, spell, target_said from numbered) as earlier
    on numbered.series_key = earlier.series_key
    and numbered.month = earlier.month
    and numbered.spell = earlier.spell + 2
),

-- Changes of the target, and within each what was put right since.
counted as (
  select
    righted.*,
    {% for name, condition in [('change', 'is_changed and not is_put_right'), ('mending', 'is_changed and is_put_right')] -%}
    sum(case when {{ condition }} then 1 else 0 end) over (
      partition by series_key, month
      order by said_for, observation_id
      rows between unbounded preceding and current row
    ) as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
  from righted
),

mended as (
  select
    counted.*,
    max(mending) over (partition by series_key, month, change) as last_mending,
    lead(said_for) over (partition by series_key, month order by said_for, observation_id) as in_force_until,
    row_number() over (partition by series_key, month order by said_for, observation_id) as place,
    row_number() over (partition by series_key, month, change, mending order by said_for, observation_id) as place_of_mending
  from counted
)

select
  said_then.target_key,
  said_then.series_id as target_series_id,
  said_then.time_period as target_year,
  case said_then.accumulation when 'POINT' then 'POINT' else 'YTD' end as counts,
  said_then.target_kind,
  said_then.time_transform,
  said_then.said_for as set_in,
  -- Before the first table the first target holds: no month is without one.
  case when said_then.place = 1 then 0 else said_then.said_for end as in_force_from,
  said_then.in_force_until,
  right_one.obs_value as target_value,
  right_one.qualifier as target_qualifier,
  right_one.value_low as target_low,
  right_one.value_high as target_high,
  right_one.obs_reason as target_reason,
  right_one.conf_status as target_conf_status,
  right_one.is_synthetic as target_is_synthetic,
  right_one.observation_id as target_id,
  right_one.vintage as target_vintage,
  latest.obs_value as target_latest,
  latest.conf_status as target_latest_conf_status,
  latest.is_synthetic as target_latest_is_synthetic,
  latest.observation_id as target_latest_id
from mended as said_then
inner join mended as right_one
  on said_then.series_key = right_one.series_key
  and said_then.month = right_one.month
  and said_then.change = right_one.change
  and case
    when said_then.mending = said_then.last_mending then said_then.observation_id = right_one.observation_id
    else right_one.mending = said_then.last_mending and right_one.place_of_mending = 1
  end
inner join compared as latest
  on said_then.series_key = latest.series_key and said_then.month = latest.month and latest.is_latest
