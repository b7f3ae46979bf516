{#- What the schema bi says of the things that registers list. -#}

{#- A figure that is already in its unit, with it, in words: whole where it is whole. `unit` is SQL. -#}
{% macro amount_words(value, unit) -%}
  concat({{ decimal_text(value, 'case when ' ~ value ~ ' = round(' ~ value ~ ', 0) then 0 else 2 end') }}, {{ unit }})
{%- endmacro %}

{#- What changed, from → to. `changes`: column that holds what was said before → [its name, before, now]. Empty: nothing. -#}
{% macro changes_words(changes) -%}
  concat_ws('；'
    {%- for column, words in changes.items() %},
    case when {{ column }} is not null then concat('{{ words[0] }}：', {{ words[1] }}, ' → ', {{ words[2] }}) end
    {%- endfor %}
  )
{%- endmacro %}

{#-
  How a thing stands in its register: listed, of an earlier month, or gone; whether it may be another one; and why a
  figure of it is empty. `doubt` is the relation of its code in words; `reasons`: name of a figure → its reason.
-#}
{% macro thing_state_words(thing, doubt, reasons) -%}
  concat_ws(
    '；',
    case
      when {{ thing }}.is_removed then concat({{ thing }}.last_seen, '之后不再列')
      when {{ thing }}.is_latest_of_year then '在册'
      else '往月'
    end,
    case when {{ thing }}.identity_doubt <> '_Z' then concat('存疑：', {{ doubt }}.code_zh) end
    {%- for name, reason in reasons.items() %},
    case {{ thing }}.{{ reason }} when 'NOT_STATED' then '{{ name }}未填' when 'NOT_READ' then '{{ name }}填的不是数' end
    {%- endfor %}
  )
{%- endmacro %}
