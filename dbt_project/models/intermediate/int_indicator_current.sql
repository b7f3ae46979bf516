-- grain: series × period. The current accepted value: of the primary form that the catalogue names, as
-- reported where it is, else as the register adds up, at the highest reporting level that exists.
with candidates as (
  select
    vintage.*,
    row_number() over (
      partition by vintage.series_id, vintage.time_period
      order by
        case vintage.value_origin when 'reported' then 1 when 'register' then 2 else 3 end,
        case vintage.reporting_level when 'final' then 1 when 'recognised' then 2 else 3 end,
        vintage.received_at desc,
        vintage.sequence desc
    ) as choice
  from {{ ref('int_vintage') }} as vintage
  inner join {{ ref('stg_indicator') }} as indicator
    on vintage.indicator_id = indicator.indicator_id and vintage.form_id = indicator.primary_form
  where vintage.is_current
)

select * from candidates where choice = 1
