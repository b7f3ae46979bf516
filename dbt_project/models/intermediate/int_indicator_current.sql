-- grain: series × period. The current accepted value: of the primary form that the catalogue names, as
-- reported where it is, else as the register adds up, at the highest reporting level that exists, and as
-- corrected where a correction stands. What the primary form never says (targets, completions and ranks of a
-- tracking table) is said by the form that does.
with current_value as (
  select
    vintage.*,
    indicator.primary_form
  from {{ ref('int_vintage') }} as vintage
  inner join {{ ref('stg_indicator') }} as indicator
    on vintage.indicator_id = indicator.indicator_id
  where vintage.is_current
),

-- A series has one form for all its periods: changing between forms from month to month would look like change.
speaking as (
  select
    series_id,
    coalesce(max(case when form_id = primary_form then form_id end), min(form_id)) as speaking_form
  from current_value
  group by series_id
),

candidates as (
  select
    current_value.*,
    row_number() over (
      partition by current_value.series_id, current_value.time_period
      order by
        {{ origin_rank() }},
        {{ level_rank() }},
        current_value.received_at desc,
        current_value.sequence desc
    ) as choice
  from current_value
  inner join speaking
    on current_value.series_id = speaking.series_id and current_value.form_id = speaking.speaking_form
)

select * from candidates where choice = 1
