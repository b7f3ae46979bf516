{#- The conf_status of what rests on several values: that of the most confidential of them. -#}
{% macro most_confidential(statuses) -%}
  case
    {%- for status in ['C', 'E', 'D', 'T', 'O', 'A', 'N'] %}
    when '{{ status }}' in ({{ statuses | join(', ') }}) then '{{ status }}'
    {%- endfor %}
    else 'F'
  end
{%- endmacro %}
