{#- Most confidential first; F, free, is what is left (SDMX CL_CONF_STATUS). -#}
{% macro confidential_first() -%} {{ return(['C', 'E', 'D', 'T', 'O', 'A', 'N']) }} {%- endmacro %}

{#-
  The status of a value whose embargo may have ended (int_embargo_ended, joined as `ended` by indicator and month):
  nobody waits for what is released, and what its units and its dominance say is beside this one.
-#}
{% macro status_without_embargo(conf_status, ended) -%}
  case when {{ conf_status }} = 'E' and {{ ended }}.month is not null then 'F' else {{ conf_status }} end
{%- endmacro %}

{#-
  What a figure that units add up to lets be inferred of one of them, by how many have something in it and by the two
  largest (rules of the office, office.yml): few units (A), or one that dominates: the second largest, who knows its own
  part, comes within p % of the largest one (O). 96 500 with 52 000 and 9 500 on top leaves 35 000: free. Without any
  unit there is nobody to be inferred.
-#}
{% macro disclosure_status(units, total, first, second) -%}
  case
    when coalesce({{ units }}, 0) = 0 then 'F'
    when {{ units }} < {{ var('disclosure_minimum_units') }} then 'A'
    when 100 * ({{ total }} - {{ first }} - coalesce({{ second }}, 0)) < {{ var('disclosure_p_percent') }} * {{ first }} then 'O'
    else 'F'
  end
{%- endmacro %}
{% macro disclosure_reason(status) -%}
  case {{ status }} when 'A' then 'FEW_UNITS' when 'O' then 'DOMINANCE' else '' end
{%- endmacro %}

{#- The conf_status of what rests on several values: that of the most confidential of them. -#}
{% macro most_confidential(statuses) -%}
  case
    {#- Nearly everything is free: one comparison a value, and the others for what is not. #}
    when {% for status in statuses %}coalesce({{ status }}, 'F') = 'F'{{ ' and ' if not loop.last }}{% endfor %} then 'F'
    {%- for status in confidential_first() %}
    when '{{ status }}' in ({{ statuses | join(', ') }}) then '{{ status }}'
    {%- endfor %}
    else 'F'
  end
{%- endmacro %}

{#- The same over the rows of a group: the greatest letter is not the most confidential one. -#}
{% macro most_confidential_of(column='conf_status') -%}
  case
    {%- for status in confidential_first() %}
    when max(case when {{ column }} = '{{ status }}' then 1 else 0 end) = 1 then '{{ status }}'
    {%- endfor %}
    else 'F'
  end
{%- endmacro %}

{#- What rests on several operands, each with its marks as <role>_is_synthetic and <role>_conf_status: invented if any is. -#}
{% macro any_synthetic(roles) -%}
  {% for role in roles %}coalesce({{ role }}_is_synthetic, false){{ ' or ' if not loop.last }}{% endfor %}
{%- endmacro %}
{% macro most_confidential_operand(roles) -%}
  {%- set statuses = [] -%}
  {%- for role in roles -%}{%- do statuses.append(role ~ '_conf_status') -%}{%- endfor -%}
  {{ most_confidential(statuses) }}
{%- endmacro %}

{#-
  The names of the figures of a row for which a condition on their mark holds, with commas; empty where for none.
  `marks`: mark → the columns that it speaks for; {} in the condition stands for the mark.
-#}
{% macro marked_figures(marks, condition) -%}
  {#- Of most rows for none: one test, and the names for what is left. -#}
  case
    when {% for mark in marks %}{{ condition | replace('{}', mark) }}{{ ' or ' if not loop.last }}{% endfor %} then
      concat_ws(','
        {%- for mark, figures in marks.items() %},
        case when {{ condition | replace('{}', mark) }} then '{{ figures | join(',') }}' end
        {%- endfor -%}
      )
    else ''
  end
{%- endmacro %}
