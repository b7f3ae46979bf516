{#- A list of texts as one text: the labels of a row, outer to inner. The engines spell it differently. -#}
{% macro joined_texts(texts, between) -%}
  {{ return(adapter.dispatch('joined_texts')(texts, between)) }}
{%- endmacro %}
{% macro default__joined_texts(texts, between) -%} array_to_string({{ texts }}, '{{ between }}') {%- endmacro %}
{% macro spark__joined_texts(texts, between) -%} array_join({{ texts }}, '{{ between }}') {%- endmacro %}
