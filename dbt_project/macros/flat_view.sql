{#- A mart of a family in the columns of the release before, see dbt_project/flat: what stood beside a figure is found at
    its observation. -#}
{% macro flat_view(mart, selects) -%}
{%- for select in selects %}
{{ 'union all' if not loop.first }}
select
  {% for column in select.columns -%}
  {% if column.kind == 'attribute' -%}
  {{ column.figure }}_read.{{ column.attribute }} as {{ column.old }}
  {%- elif column.kind == 'current' -%}
  {{ column.figure }}_now.{{ column.attribute }} as {{ column.old }}
  {%- elif column.kind == 'invented' -%}
  ({{ 'mart.is_synthetic' if column.main else 'false' }}
  {%- for figure in column.figures %} or {{ is_named('mart.invented_figures', figure) }}{% endfor %}) as {{ column.old }}
  {%- elif column.kind == 'rows' and column.attribute == 'source_cell' -%}
  concat(first_row.source_cell, ' … ', last_row.source_cell) as source_cell
  {%- elif column.kind == 'rows' -%}
  first_row.{{ column.attribute }} as {{ column.old }}
  {%- else -%}
  {{ column.sql }} as {{ column.old }}
  {%- endif %}{{ ',' if not loop.last }}
  {% endfor -%}
from {{ ref(mart) }} as mart
{% for figure in select.figures -%}
left join {{ ref('fct_observation') }} as {{ figure }}_read
  on mart.{{ figure }}_id = {{ figure }}_read.observation_id
{% endfor -%}
{% for figure in select.current -%}
left join {{ ref('mart_indicator') }} as {{ figure }}_now
  on mart.{{ figure }}_id = {{ figure }}_now.observation_id
{% endfor -%}
{% if select.rows -%}
{% for row in ['first_row', 'last_row'] -%}
left join {{ ref('fct_register_cell') }} as {{ row }}
  on mart.submission_id = {{ row }}.submission_id and mart.{{ row }} = {{ row }}.row_no
  and {{ row }}.register = '{{ select.rows.register }}' and {{ row }}.field = '{{ select.rows.field }}'
{% endfor -%}
{% endif -%}
{% if select.where -%}
where {{ select.where }}
{% endif -%}
{%- endfor -%}
{%- endmacro %}
