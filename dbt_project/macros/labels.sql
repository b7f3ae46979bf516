{#- What the schema bi says instead of codes and booleans: words, and 0 or 1 where rows are counted. -#}

{#- 1 where a condition holds, 0 where it does not or nobody knows: what is summed for a rate. -#}
{% macro one_if(condition) -%} cast(case when {{ condition }} then 1 else 0 end as integer) {%- endmacro %}
