{#- What every check says of a row, and the comparisons that several of them make. -#}

{#- Where a value stands and what it is about. -#}
{% macro at(row) -%}
  {{ row }}.submission_id, {{ row }}.sheet, {{ row }}.cell, {{ row }}.subject, {{ row }}.series_id
{%- endmacro %}

{#- Where a field of a register's row stands; it is about the row's natural key, which stays when the row moves. -#}
{% macro at_row(row) -%}
  {{ row }}.submission_id, {{ row }}.sheet, {{ row }}.cell, concat({{ row }}.row_key, '|', asks.check_name) as subject
{%- endmacro %}

{#- An amount as the return writes it, in the unit of the cell that it is held against. -#}
{% macro shown(amount, row) -%} {'amount': {{ amount }}, 'mult': {{ row }}.reported_unit_mult} {%- endmacro %}

{#- What another cell said, in the unit of the one that it speaks against. -#}
{% macro said_at(at, amount, row) -%}
  {'at': {{ at }}, 'amount': {{ amount }}, 'mult': {{ row }}.reported_unit_mult}
{%- endmacro %}

{#- Half a unit of a figure's last place. A target is what was set, and what is counted one by one is exact: 22 is no 21.5. -#}
{% macro half_of(row) -%}
  case
    when {{ row }}.status_class = 'target' then cast(0 as decimal(28, 6))
    when {{ row }}.reported_unit_mult = 0 and {{ row }}.measure = 'VALUE' and {{ row }}.time_transform = 'N'
      and {{ row }}.unit_measure in (select unit_measure from count_unit)
      then cast(0 as decimal(28, 6))
    else {{ half_ulp(row ~ '.reported_unit_mult', row ~ '.reported_decimals') }}
  end
{%- endmacro %}

{#- A figure as text, without the zeros behind its last digit. -#}
{% macro plain(figure) -%} rtrim(rtrim(cast({{ figure }} as varchar), '0'), '.') {%- endmacro %}

{#- How many digits a figure has behind its point. -#}
{% macro decimals_of(figure) -%} length(split_part({{ plain(figure) }}, '.', 2)) {%- endmacro %}

{#- That two values of a return differ in nothing but what is named. -#}
{% macro beside(one, other, but=[]) -%}
  {%- for name in [
    'submission_id', 'indicator_id', 'measure', 'ref_area', 'place_id', 'component_area', 'breakdown', 'freq',
    'accumulation', 'time_transform', 'currency', 'unit_measure', 'status_class', 'target_kind', 'scope_basis',
    'time_period',
  ] if name not in but %}
  {{ '' if loop.first else 'and ' }}{{ one }}.{{ name }} = {{ other }}.{{ name }}
  {%- endfor %}
{%- endmacro %}

{#- A completion beside the year's target of its kind and what was done of it. -#}
{% macro completions() -%}
  figure as stated
  inner join level as done
    on {{ beside('stated', 'done', ['measure', 'unit_measure', 'status_class', 'target_kind', 'scope_basis']) }}
    and done.level_kind = 'OWN'
  inner join level as target
    on {{ beside('stated', 'target', [
      'measure', 'unit_measure', 'freq', 'accumulation', 'status_class', 'target_kind', 'scope_basis', 'time_period',
    ]) }}
    and target.level_kind = 'target'
    and target.time_period = substr(stated.time_period, 1, 4)
    and stated.target_kind in (target.target_kind, '_Z')
{%- endmacro %}

{#- Whether a stated percentage, or a hundred times it, is what was done over its target. -#}
{% macro completion_agrees(times) -%}
  {{ ratio_agrees(
    times ~ ' * (stated.obs_value - stated.half)', times ~ ' * (stated.obs_value + stated.half)',
    '(done.obs_value - done.half)', '(done.obs_value + done.half)',
    '(target.obs_value - target.half)', '(target.obs_value + target.half)'
  ) }}
{%- endmacro %}

{#- A part's two levels and the whole's, of a contribution or a share: part_now, part_base, whole_now, whole_base. -#}
{% macro parts_and_whole(measure) -%}
  figure as stated
  {%- for name, area, period, kind in [
    ('part_now', 'component_area', 'time_period', "'OWN'"), ('part_base', 'component_area', 'year_before', 'stated.scope_basis'),
    ('whole_now', 'ref_area', 'time_period', "'OWN'"), ('whole_base', 'ref_area', 'year_before', 'stated.scope_basis'),
  ] %}
  inner join level as {{ name }}
    on stated.submission_id = {{ name }}.submission_id
    and stated.indicator_id = {{ name }}.indicator_id
    and stated.place_id = {{ name }}.place_id
    and stated.breakdown = {{ name }}.breakdown
    and stated.currency = {{ name }}.currency
    and stated.accumulation = {{ name }}.accumulation
    and stated.{{ area }} = {{ name }}.ref_area
    and stated.{{ period }} = {{ name }}.time_period
    and {{ name }}.level_kind = {{ kind }}
  {%- endfor %}
{%- endmacro %}

{#- What is wrong with a growth (`growths`) that its levels do not give: its sign, its hundredth, or the figure. -#}
{% macro growth_rule() -%}
  case
    when {{ growth_agrees_within('(-growths.high)', '(-growths.low)', 'now_low', 'now_high', 'base_low', 'base_high') }}
      then 'WRONG_SIGN'
    when {{ growth_agrees_within('(100 * growths.low)', '(100 * growths.high)', 'now_low', 'now_high', 'base_low', 'base_high') }}
      then 'FRACTION_IN_PERCENT'
    else 'GROWTH_DISAGREES'
  end
{%- endmacro %}

{#- What a row of a register is called: by the field that the check has for its name, else by its key. -#}
{% macro called(row) -%}
  coalesce(
    (
      select nullif(any_value(name.value_text), '') from row_cell as name
      where name.submission_id = {{ row }}.submission_id and name.row_no = {{ row }}.row_no and name.field = asks.name
    ),
    {{ row }}.row_key
  )
{%- endmacro %}

{#- Every row of the returns that are asked, its running total beside what it was a row before; the first begins at 0. -#}
{% macro steps(total, amount) -%}
  (
    select
      asks.rule, asks.position, asks.check_name, total.*,
      amount.value_number as amount,
      amount.cell as amount_cell,
      amount.reported_unit_mult as amount_mult,
      coalesce(
        last_value(total.value_number ignore nulls) over (
          partition by total.submission_id, total.register, asks.position order by total.row_no
          rows between unbounded preceding and 1 preceding
        ),
        0
      ) as total_before,
      last_value(if(total.value_number is null, null, total.cell) ignore nulls) over (
        partition by total.submission_id, total.register, asks.position order by total.row_no
        rows between unbounded preceding and 1 preceding
      ) as cell_before
    from {{ asks }} as asks
    inner join row_cell as total on asks.submission_id = total.submission_id and total.field = asks.{{ total }}
    left join row_cell as amount
      on total.submission_id = amount.submission_id and total.row_no = amount.row_no and amount.field = asks.{{ amount }}
  )
{%- endmacro %}

{#- Whether a dated line of the catalogue holds in a month, or in some month of a year. -#}
{% macro in_force(line, period) -%}
  (
    ({{ line }}.valid_from = '' or {{ line }}.valid_from <= if(length({{ period }}) > 4, {{ period }}, concat({{ period }}, '-12')))
    and ({{ line }}.valid_to = '' or if(length({{ period }}) > 4, {{ period }}, concat({{ period }}, '-01')) <= {{ line }}.valid_to)
  )
{%- endmacro %}

{#- Whether the reason with which a return is handed in leaves a question about its past open. A reason answers what it is
    about and nothing else: an inspection takes amounts and projects away and changes no target. -#}
{% macro is_open(question) -%}
  {%- set answered_by = {
    'fall': [
      'correction', 'comparable_base', 'scope_change', 'method_change', 'enforcement_removal', 'benchmark', 'unit_fix',
    ],
    'row_gone': ['correction', 'scope_change', 'method_change', 'enforcement_removal', 'benchmark'],
    'target': ['correction', 'unit_fix'],
  }[question] -%}
  new.reason not in ('{{ answered_by | join("', '") }}')
{%- endmacro %}
