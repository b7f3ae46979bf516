-- grain: quarter. The quarters of the months of dim_month.
select
  quarter_start,
  month as last_month,
  year,
  quarter,
  concat(cast(year as {{ dbt.type_string() }}), '年', case quarter when 1 then '一' when 2 then '二' when 3 then '三' else '四' end, '季度')
    as quarter_zh,
  concat(cast(year as {{ dbt.type_string() }}), ' Q', cast(quarter as {{ dbt.type_string() }})) as quarter_en,
  year * 10 + quarter as quarter_order
from {{ ref('dim_month') }}
where month_number = quarter * 3
