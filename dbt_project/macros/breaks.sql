{#- Whether a break is one of a series: it is of an indicator by a method in an area, and of all of them where it names none. -#}
{% macro breaks_series(stated, series) -%}
  {{ stated }}.indicator_id = {{ series }}.indicator_id
  {%- for name, of_series in [('break_method_id', 'method_id'), ('break_area', 'ref_area')] %}
  and ({{ stated }}.{{ name }} is null or {{ stated }}.{{ name }} = {{ series }}.{{ of_series }})
  {%- endfor %}
{%- endmacro %}
