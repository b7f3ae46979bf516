{#- Marts are what analysts see; staging and intermediate models stand in schemas of their own. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ custom_schema_name or target.schema }}
{%- endmacro %}

{#-
  A model as its description has it: one row for every combination of the columns that are its grain, and columns that
  always have a value. One query a model: a test a column would cost the nightly build longer than its models. Prints
  each combination that repeats or lacks something, with how many rows it has and how many have each of the values;
  of a model without a grain, the rows that lack one.
-#}
{% test as_described(model, grain, given) %}
{% if grain %}
select
  {{ grain | join(',\n  ') }},
  count(*) as n_rows
  {%- for column in given %},
  count({{ column }}) as n_{{ column }}
  {%- endfor %}
from {{ model }}
group by {{ grain | join(', ') }}
having count(*) > 1
  {%- for column in given %}
  or count({{ column }}) < count(*)
  {%- endfor %}
{% else %}
select *
from {{ model }}
where {% for column in given %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endif %}
{% endtest %}
