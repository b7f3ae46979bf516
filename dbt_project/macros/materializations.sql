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

{#-
  Whether a model gives the columns that its contract promises, asked without calling a macro for each of them twice, which
  for a thousand columns took a second of every night. Where it does not, dbt's own check says what is wrong.
-#}
{% macro duckdb__get_assert_columns_equivalent(sql) %}
  {%- set promised = [] -%}
  {%- for column in model['columns'].values() -%}
    {%- do promised.append('cast(null as ' ~ column['data_type'] ~ ') as ' ~ column['name']) -%}
  {%- endfor -%}
  {%- set wanted = names_and_types(adapter.get_column_schema_from_query('select ' ~ promised | join(', '))) -%}
  {%- set given = names_and_types(adapter.get_column_schema_from_query(get_empty_subquery_sql(sql))) -%}
  {%- if not promised or given != wanted -%}
    {{ return(default__get_assert_columns_equivalent(sql)) }}
  {%- endif -%}
{% endmacro %}

{% macro names_and_types(columns) %}
  {%- set found = [] -%}
  {%- for column in columns -%}
    {%- do found.append(column.column ~ ' ' ~ column.dtype) -%}
  {%- endfor -%}
  {{ return(found | sort) }}
{% endmacro %}
