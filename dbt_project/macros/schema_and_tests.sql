{#- Marts are what analysts see; staging and intermediate models stand in schemas of their own. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ custom_schema_name or target.schema }}
{%- endmacro %}

{#- One row for every combination of the columns that are a model's grain; prints the rows that repeat. -#}
{% test one_row_a_grain(model, columns) %}
select
  {{ columns | join(',\n  ') }},
  count(*) as n_rows
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}

{#- Columns that always have a value; prints the rows that lack one. -#}
{% test never_null(model, columns) %}
select *
from {{ model }}
where {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
