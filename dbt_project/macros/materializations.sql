{#-
  A build's file is a fresh one: a table is made where it stays. dbt's own way (made beside under another name, renamed,
  the old one dropped, grants, comments) costs two thirds of what a small model does. Contracts hold as everywhere:
  create_table_as asks for them. What is there already, where dbt is run by hand, goes first.
-#}
{% materialization table, adapter='duckdb' %}
  {%- set relation = fresh_relation('table') -%}
  {% call statement('main') -%}
    {{ create_table_as(False, relation, compiled_code) }}
  {%- endcall %}
  {{ adapter.commit() }}
  {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
  {%- set relation = fresh_relation('view') -%}
  {% call statement('main') -%}
    {{ create_view_as(relation, compiled_code) }}
  {%- endcall %}
  {{ adapter.commit() }}
  {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% macro fresh_relation(type) %}
  {%- set existing = load_cached_relation(this) -%}
  {%- if existing is not none -%}
    {%- do adapter.drop_relation(existing) -%}
  {%- endif -%}
  {{ return(this.incorporate(type=type)) }}
{% endmacro %}
