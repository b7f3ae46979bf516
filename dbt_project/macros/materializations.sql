{#-
  A build's file is a fresh one: a table is made where it stays. dbt's own way (made beside under another name, renamed,
  the old one dropped, grants, comments) costs two thirds of what a small model does. What is there already, where dbt is
  run by hand, goes first.
-#}
{% materialization table, adapter='duckdb' %}
  {%- set relation = fresh_relation('table') -%}
  {% call statement('main') -%}
    create table {{ relation }} as ({{ compiled_code }}
    )
  {%- endcall %}
  {%- if config.get('words', false) -%}
    {%- do keep_as_words(relation) -%}
  {%- endif -%}
  {%- do as_promised(relation) -%}
  {{ adapter.commit() }}
  {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
  {%- set relation = fresh_relation('view') -%}
  {% call statement('main') -%}
    create view {{ relation }} as ({{ compiled_code }}
    )
  {%- endcall %}
  {%- do as_promised(relation) -%}
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
  The texts of a table as ENUM, each of the words that it has. A fact that takes its texts from there by a join carries
  whole numbers from then on, through windows and sorts: of a million values the revisions take a third of the time. Words
  go in the order of the text, so that sorting is the same; where one meets another text DuckDB makes text of it again;
  and as they are taken from what was made, none is ever unknown. A column without a word stays a text: DuckDB plans nothing
  over an ENUM without one, and before the first return is let in there is none anywhere.
-#}
{% macro keep_as_words(relation) %}
  {%- set texts, counts = [], [] -%}
  {%- for column in adapter.get_column_schema_from_query('select * from ' ~ relation) if column.dtype == 'VARCHAR' -%}
    {%- do texts.append(column) -%}
    {%- do counts.append('count(' ~ column.name ~ ')') -%}
  {%- endfor -%}
  {%- set counted = run_query('select ' ~ counts | join(', ') ~ ' from ' ~ relation).rows[0] if texts else [] -%}
  {%- for column, words in zip(texts, counted) if words > 0 -%}
    {%- set type = relation.include(identifier=false) ~ '.' ~ relation.identifier ~ '_' ~ column.name -%}
    {%- do run_query('create or replace type ' ~ type ~ ' as enum (select distinct ' ~ column.name ~ ' from ' ~ relation
      ~ ' where ' ~ column.name ~ ' is not null order by 1)') -%}
    {%- do run_query('alter table ' ~ relation ~ ' alter column ' ~ column.name ~ ' set data type ' ~ type) -%}
  {%- endfor -%}
{% endmacro %}

{#-
  Whether a relation has the columns that its contract promises, asked of what was made: dbt's own way has DuckDB plan
  the whole query once more for it, which took a second of every night. Where something differs dbt says what, as it
  would have.
-#}
{% macro as_promised(relation) %}
  {%- if not config.get('contract').enforced -%}
    {{ return(none) }}
  {%- endif -%}
  {%- set promised, given = [], [] -%}
  {%- for column in model['columns'].values() -%}
    {%- do promised.append(column['name'] ~ ' ' ~ column['data_type'] | upper) -%}
  {%- endfor -%}
  {%- for column in adapter.get_columns_in_relation(relation) -%}
    {%- do given.append(column.name ~ ' ' ~ column.dtype) -%}
  {%- endfor -%}
  {%- if promised | sort != given | sort -%}
    {%- do assert_columns_equivalent('select * from ' ~ relation) -%}
  {%- endif -%}
{% endmacro %}

{#-
  The columns of a relation as dbt is told of them: a text is one however it is kept. By these types contracts are held, and
  the rows of unit tests made, whose words no build has.
-#}
{% macro duckdb__get_columns_in_relation(relation) %}
  {%- call statement('columns', fetch_result=True) -%}
    select
      column_name,
      case when column_type like 'ENUM(%' then 'VARCHAR' else column_type end as data_type,
      cast(null as bigint) as character_maximum_length,
      cast(null as bigint) as numeric_precision,
      cast(null as bigint) as numeric_scale
    from (describe {{ relation }})
  {%- endcall -%}
  {{ return(sql_convert_columns_in_relation(load_result('columns').table)) }}
{% endmacro %}
