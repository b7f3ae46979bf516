-- grain: line × period that has a period before it. What the line said last before this period: in its year, or, at the
-- year's first period, for the whole of the year before (上年全年); and its growth as it was known when this period's
-- became known. A figure that is revised later is not what the change was measured against on that day.
with line as (
  select
    series_id,
    time_period,
    freq,
    growth,
    rank_now,
    rank_of_n,
    rank_universe,
    rank_basis,
    value,
    obs_value,
    is_stated,
    known_series_id,
    known_form_id,
    known_vintages,
    known_on
  from {{ ref('int_line') }}
  where is_published
),

revised as (
  select
    line.series_id,
    line.time_period,
    vintage.obs_value as growth_then,
    {{ business_day('vintage.accepted_at') }} as said_on,
    row_number() over (
      partition by line.series_id, line.time_period, {{ business_day('vintage.accepted_at') }}
      order by vintage.accepted_at desc, vintage.sequence desc
    ) as place_of_day
  from line
  inner join {{ ref('int_vintage') }} as vintage
    on line.known_series_id = vintage.series_id
    and line.time_period = vintage.time_period
    and line.known_form_id = vintage.form_id
  where line.known_vintages > 1 and vintage.vintage > 0
),

first_said as (
  select series_id, time_period, min(said_on) as first_on
  from revised
  group by series_id, time_period
),

dated as (
  select
    line.*,
    coalesce(first_said.first_on, line.known_on) as first_on
  from line
  left join first_said
    on line.series_id = first_said.series_id and line.time_period = first_said.time_period
),

-- Nearly always it is the month before.
direct as (
  select
    dated.series_id,
    dated.time_period,
    dated.known_on,
    before.time_period as period_before
  from dated
  left join dated as before
    on dated.series_id = before.series_id
    and case when dated.freq <> 'A' and {{ month_number('dated.time_period') }} > 1 then {{ period_before('dated.time_period', 1) }} end
      = before.time_period
    and before.first_on <= dated.known_on
),

-- Else the last of the year that was known by then, else the end of the year before.
found as (
  select
    direct.series_id,
    direct.time_period,
    max(earlier.time_period) as period_before
  from direct
  inner join dated as earlier
    on direct.series_id = earlier.series_id
    and earlier.time_period < direct.time_period
    and earlier.first_on <= direct.known_on
    and (
      substr(earlier.time_period, 1, 4) = substr(direct.time_period, 1, 4)
      or earlier.time_period = concat(substr({{ period_before('direct.time_period', 12) }}, 1, 4), case when length(direct.time_period) = 7 then '-12' else '' end)
    )
  where direct.period_before is null
  group by direct.series_id, direct.time_period
),

chosen as (
  select
    direct.series_id,
    direct.time_period,
    direct.known_on,
    coalesce(direct.period_before, found.period_before) as period_before
  from direct
  left join found
    on direct.series_id = found.series_id and direct.time_period = found.time_period
),

-- As known on the day of this period, where it was revised after it.
known_then as (
  select series_id, time_period, growth_then
  from (
    select
      chosen.series_id,
      chosen.time_period,
      revised.growth_then,
      row_number() over (partition by chosen.series_id, chosen.time_period order by revised.said_on desc) as place
    from chosen
    inner join revised
      on chosen.series_id = revised.series_id and chosen.period_before = revised.time_period
    where revised.said_on <= chosen.known_on and revised.place_of_day = 1
  ) as placed
  where place = 1
)

select
  chosen.series_id,
  chosen.time_period,
  chosen.period_before,
  substr(chosen.period_before, 1, 4) <> substr(chosen.time_period, 1, 4) as is_of_last_year,
  case
    when before.known_on <= chosen.known_on then before.growth
    -- What was computed then rested on levels that stand no more.
    when before.is_stated then known_then.growth_then
  end as growth_before,
  before.value as value_before,
  before.obs_value as obs_value_before,
  before.rank_now as rank_before,
  before.rank_of_n as rank_of_n_before,
  before.rank_universe as rank_universe_before,
  before.rank_basis as rank_basis_before
from chosen
inner join dated as before
  on chosen.series_id = before.series_id and chosen.period_before = before.time_period
left join known_then
  on chosen.series_id = known_then.series_id and chosen.time_period = known_then.time_period
