-- rule: OUT_OF_RANGE
-- A level within the catalogue's range, a rank that is whole and of few thousands, a rate that can be one: a growth of
-- 1,000 times is a slip of a unit; a fall by ten times the base happens where capital is taken back; nothing is reached
-- or contributed 10,000 times over.
with bounded as (
  select
    figure.*,
    case
      when measure = 'RANK' then 1
      when measure = 'VALUE' and figure.unit_measure = 'PERCENT' then -1000
      when figure.unit_measure = 'PERCENT' then -1000000
      when measure = 'VALUE' and time_transform = 'N' then range_low
    end as low,
    case
      when measure = 'RANK' then 5000
      when measure = 'VALUE' and figure.unit_measure = 'PERCENT' then 100000
      when figure.unit_measure = 'PERCENT' then 1000000
      when measure = 'VALUE' and time_transform = 'N' then range_high
    end as high
  from figure
  left join indicator using (indicator_id)
)
select
  {{ at('bounded') }},
  concat({{ plain('reported_value') }}, reported_unit) as found,
  [{{ shown('low', 'bounded') }}, {{ shown('high', 'bounded') }}] as expected
from bounded
where obs_value < low or obs_value > high or (measure = 'RANK' and obs_value % 1 <> 0)
