-- grain: line × period that something is published of. What the line said last before this period: in its year, or, at
-- the year's first period, for the whole of the year before (上年全年); and its growth and rank as they were known when this
-- period's growth became known. A figure that is revised later is not what the change was measured against on that day.
with line as (
  select
    line_id,
    series_id,
    time_period,
    freq,
    growth,
    is_stated,
    known_series_id,
    known_form_id,
    known_vintages,
    known_on,
    rank_series_id,
    rank_form_id,
    -- The last that says what the line is about; of one that never does, the last.
    time_period = coalesce(
      max(case when has_main then time_period end) over (partition by series_id), max(time_period) over (partition by series_id)
    ) as is_latest
  from {{ ref('int_line') }}
  where is_published
),

-- Said more than once: revised, or handed in again unchanged, which changes nothing of when it was known.
said_again as (
  select
    series_id,
    time_period,
    form_id
  from {{ ref('int_vintage') }}
  group by series_id, time_period, form_id
  having count(*) > 1
),

asked as (
  select series_id, time_period, 'growth' as figure, known_series_id as figure_series_id, known_form_id as figure_form_id
  from line
  union all
  select series_id, time_period, 'rank' as figure, rank_series_id as figure_series_id, rank_form_id as figure_form_id
  from line
),

revised as (
  select
    asked.series_id,
    asked.time_period,
    asked.figure,
    vintage.obs_value as said_then,
    {{ business_day('vintage.accepted_at') }} as said_on,
    row_number() over (
      partition by asked.series_id, asked.time_period, asked.figure, {{ business_day('vintage.accepted_at') }}
      order by vintage.accepted_at desc, vintage.sequence desc
    ) as place_of_day
  from asked
  inner join {{ ref('int_vintage') }} as vintage
    on asked.figure_series_id = vintage.series_id
    and asked.time_period = vintage.time_period
    and asked.figure_form_id = vintage.form_id
  inner join said_again
    on asked.figure_series_id = said_again.series_id
    and asked.time_period = said_again.time_period
    and asked.figure_form_id = said_again.form_id
  where vintage.vintage > 0
),

first_said as (
  select series_id, time_period, min(said_on) as first_on
  from revised
  where figure = 'growth'
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

-- Nearly always it is the month before, or the quarter.
direct as (
  select
    dated.*,
    before.line_id as id_before
  from dated
  left join dated as before
    on dated.series_id = before.series_id
    and {{ period_just_before('dated') }} = before.time_period
    and before.first_on <= dated.known_on
),

-- Else the last of the year that was known by then, else the end of the year before.
found as (
  select
    line_id,
    id_before
  from (
    select
      direct.line_id,
      earlier.line_id as id_before,
      row_number() over (partition by direct.line_id order by earlier.time_period desc) as place
    from direct
    inner join dated as earlier
      on direct.series_id = earlier.series_id
    where direct.id_before is null
      and earlier.time_period < direct.time_period
      and earlier.first_on <= direct.known_on
      and (
        substr(earlier.time_period, 1, 4) = substr(direct.time_period, 1, 4)
        or earlier.time_period = concat(
          substr({{ period_before('direct.time_period', 12) }}, 1, 4), case when direct.freq = 'A' then '' else '-12' end
        )
      )
  ) as placed
  where place = 1
),

chosen as (
  select
    direct.*,
    direct.id_before is not null as is_just_before,
    coalesce(direct.id_before, found.id_before) as line_before
  from direct
  left join found
    on direct.line_id = found.line_id
),

compared as (
  select
    chosen.*,
    before.series_id as series_before,
    before.time_period as period_before,
    before.known_on as known_before_on
  from chosen
  left join dated as before
    on chosen.line_before = before.line_id
),

-- As known on the day of this period, where it was revised after it.
known_then as (
  select
    line_id,
    max(case when figure = 'growth' then said_then end) as growth_then,
    max(case when figure = 'rank' then said_then end) as rank_then
  from (
    select
      compared.line_id,
      revised.figure,
      revised.said_then,
      row_number() over (partition by compared.line_id, revised.figure order by revised.said_on desc) as place
    from compared
    inner join revised
      on compared.series_before = revised.series_id and compared.period_before = revised.time_period
    where revised.said_on <= compared.known_on and revised.place_of_day = 1
  ) as placed
  where place = 1
  group by line_id
)

select
  compared.line_id,
  compared.time_period,
  compared.is_latest,
  compared.is_just_before,
  compared.period_before,
  case
    when compared.known_before_on <= compared.known_on then before.growth
    -- What was computed then rested on levels that stand no more.
    when before.is_stated then known_then.growth_then
  end as growth_before,
  before.value as value_before,
  before.obs_value as obs_value_before,
  before.base_value as base_value_before,
  before.base_source as base_source_before,
  before.growth_computed as growth_computed_before,
  before.growth as growth_shown_before,
  before.is_own_growth as is_own_growth_before,
  before.value_is_synthetic or before.growth_is_synthetic as before_is_synthetic,
  coalesce(cast(known_then.rank_then as integer), before.rank_now) as rank_before,
  before.rank_of_n as rank_of_n_before,
  before.rank_universe as rank_universe_before,
  before.rank_basis as rank_basis_before
from compared
left join {{ ref('int_line') }} as before
  on compared.line_before = before.line_id
left join known_then
  on compared.line_id = known_then.line_id
