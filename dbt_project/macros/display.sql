{#-
  A level as people read it, in the indicator's display unit: 约2.1, [1-3节] for what is known by its bounds, a word
  in brackets where there is none, 示例 after what is invented. Never blank.
-#}
{% macro displayed_level() -%}
  concat(
    case when qualifier = 'approx' then '约' else '' end,
    case
      when obs_value is not null then {{ decimal_text(in_display_unit('obs_value', 'display_unit_mult'), 'display_decimals') }}
      when qualifier <> '_Z' then concat('[', raw_text, ']')
      when obs_status = 'Q' then '[不公布]'
      when obs_status = 'M' then '[不适用]'
      when obs_status = 'N' then '[不足一个单位]'
      else '[未填]'
    end,
    case when is_synthetic then '(示例)' else '' end
  )
{%- endmacro %}
