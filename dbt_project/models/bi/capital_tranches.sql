-- grain: a tranche of foreign capital. The amounts add up over any rows: 260 + 312 + 220 + 240 = 1032. One that the year's
-- latest return no longer lists counts nothing, and stands here with what was last said of it.
with tranche as (
  select
    *,
    -- Worked out once: written where each is used, they made a query of 280 kB, which took 0.7 s to plan.
    {% for figure in ['amount', 'contracted_total', 'amount_first', 'contracted_total_first'] -%}
    {{ display_figure(figure, '4') }} as shown_{{ figure }}{{ ',' if not loop.last }}
    {% endfor %}
  from {{ ref('mart_fdi_tranche') }}
)

select
  tranche.thing_id as row_key,
  tranche.register_year as year,
  tranche.received_date as banked_on,
  {{ first_day('substr(' ~ as_text('tranche.received_date') ~ ', 1, 7)') }} as received_month,
  tranche.enterprise,
  coalesce(nullif(tranche.investor_origin, ''), '未填') as investor_origin_zh,
  coalesce(nullif(tranche.registration_type, ''), '未填') as registration_type_zh,
  case when tranche.is_latest_of_year then tranche.shown_amount end as amount,
  tranche.shown_amount as amount_stated,
  tranche.shown_contracted_total as contracted,
  case when tranche.recognised then '已认定' when not tranche.recognised then '未认定' else '待认定' end as recognition_zh,
  tranche.recognised_since,
  tranche.first_seen,
  tranche.last_seen,
  {{ changes_words({
    'tranche.amount_first': [
      '本笔到账', amount_words('tranche.shown_amount_first', "'万美元'"), amount_words('tranche.shown_amount', "'万美元'"),
    ],
    'tranche.contracted_total_first': [
      '合同外资', amount_words('tranche.shown_contracted_total_first', "'万美元'"), amount_words('tranche.shown_contracted_total', "'万美元'"),
    ],
    'tranche.recognised_first': [
      '认定', "case when tranche.recognised_first then '是' else '否' end", "case when tranche.recognised then '是' else '否' end",
    ],
  }) }} as change_zh,
  {{ thing_state_words('tranche', 'doubt', {'到账日期': 'received_date_reason', '本笔到账': 'amount_reason'}) }} as state_zh,
  tranche.remark,
  tranche.is_latest,
  tranche.is_synthetic
from tranche
left join {{ ref('dim_code') }} as doubt
  on doubt.code_list = 'CL_IDENTITY_DOUBT' and tranche.identity_doubt = doubt.code
