-- grain: line × area × period, of the lines that are ranked by their growth. Growth of each area as it was fed back,
-- with its rank; no level and no mean: the growth of a district does not follow from that of its streets.
with line as (
  select
    ranked.*,
    rank_now is not null and growth is not null
      and count(*) over (partition by line_zh, time_period, rank_universe, growth) > 1 as is_tied
  from (
    select
      every_line.*,
      max(case when is_ranked and rank_basis = 'growth' then 1 else 0 end) over (partition by line_zh, time_period) as by_growth
    from {{ ref('int_line') }} as every_line
  ) as ranked
  where by_growth = 1 and is_ranked
)

select
  concat_ws('|', line.series_id, line.time_period) as row_key,
  {{ first_day('line.time_period') }} as month,
  line.period_zh,
  line.line_order,
  line.line_zh,
  line.area_zh,
  line.ref_area = '{{ var("office_area") }}' as is_own_area,
  line.rank_now as rank,
  line.rank_of_n as rank_of,
  {{ two_decimals('line.growth') }} as growth,
  line.growth_zh,
  {{ two_decimals('before.growth_before') }} as growth_before,
  {{ two_decimals('line.growth - before.growth_before') }} as growth_change_pp,
  before.rank_before,
  {{ rank_change('line', 'before') }} as rank_change,
  case when line.is_tied then '并列' else '' end as tie_zh,
  case when line.rank_now is not null then agreement.code_zh end as rank_agrees_zh,
  {{ state_words('line', 'false', 'cast(null as ' ~ dbt.type_string() ~ ')', {'同比': 'line.growth_is_synthetic', '位次': 'line.rank_is_synthetic'}) }}
    as state_zh,
  coalesce(before.is_latest, false) as is_latest
from line
left join {{ ref('int_line_before') }} as before
  on line.line_id = before.line_id
left join {{ ref('dim_code') }} as agreement
  on agreement.code_list = 'CL_RECONCILIATION' and line.rank_reconciliation = agreement.code
