{#-
  What a part does for the growth of its whole. x_i1 and x_i0 are the part's level and base, X_1 and X_0 the
  whole's: all bases of one kind (one scope, one price basis), or the parts do not add up.
  Source: statistics bureaus' notes on 拉动 and 贡献率; NBS 2024-08-15 on fixed-asset investment.
-#}

{#-
  拉动, percentage points: 100 · (x_i1 − x_i0) ÷ X_0, the part's share of the base times its growth. The
  contributions of a whole partition add up to the growth of the whole.
  NULL: an operand is, or X_0 is not positive.
-#}
{% macro contribution_pp(part_change, whole_base) -%} {{ ratio_percent(part_change, whole_base) }} {%- endmacro %}

{#- The same, rounded once from the exact operands. -#}
{% macro contribution_pp_rounded(part_change, whole_base, decimals=2) -%}
  {{ rounded_ratio(part_change, whole_base, 100, decimals) }}
{%- endmacro %}

{#-
  贡献率, percent: 100 · (x_i1 − x_i0) ÷ (X_1 − X_0). Those of a partition add up to 100; one alone may be
  negative or above 100. NULL: an operand is, the whole is unchanged (TOTAL_UNCHANGED), or it fell
  (TOTAL_FELL): a part that fell would show a positive share, so the contribution in points is shown alone.
-#}
{% macro share_of_growth(part_change, whole_change) -%} {{ ratio_percent(part_change, whole_change) }} {%- endmacro %}
{% macro share_of_growth_rounded(part_change, whole_change, decimals=2) -%}
  {{ rounded_ratio(part_change, whole_change, 100, decimals) }}
{%- endmacro %}

{#- Why there is no share of the growth although there is a contribution; NULL where there is one. -#}
{% macro share_of_growth_reason(whole_change) -%}
  case when {{ whole_change }} = 0 then 'TOTAL_UNCHANGED' when {{ whole_change }} < 0 then 'TOTAL_FELL' end
{%- endmacro %}

{#- 比重, percent of the whole: 100 · x_i ÷ X. NULL: an operand is, or the whole is not positive. -#}
{% macro share_percent(part, whole) -%} {{ ratio_percent(part, whole) }} {%- endmacro %}

{#- Change of a share in percentage points: s_1 − s_0. NULL: one of the shares is. -#}
{% macro share_change_pp(part, whole, part_base, whole_base) -%}
  {{ share_percent(part, whole) }} - {{ share_percent(part_base, whole_base) }}
{%- endmacro %}

{#- What a part and its whole have in common: every dimension of a level but the one that is divided. -#}
{% macro whole_key(divided) -%}
  {%- set left_out = ['time_transform', 'unit_measure', 'scope_basis', 'measure', 'component_area', divided] -%}
  md5(concat_ws('|'{% for name in dimensions() if name not in left_out %}, {{ name }}{% endfor %}))
{%- endmacro %}

{#- The kinds of base, in the order in which they are taken. -#}
{% macro base_order() -%} {{ return(['COMPARABLE', 'QUOTED', 'OWN']) }} {%- endmacro %}

{#- The column of the base that was chosen: of_basis('base_source', 'part_*_value'), * its kind in small letters. -#}
{% macro of_basis(chosen, column) -%}
  case {{ chosen }}
    {%- for basis in base_order() %} when '{{ basis }}' then {{ column | replace('*', basis | lower) }}{% endfor %} end
{%- endmacro %}
