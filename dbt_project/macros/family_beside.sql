{#- What stands beside the figures of a family: growth, parts, counts of a register, ratios, contributions. -#}

{#- The growth of a level: as reported, which is a figure of its own, and as computed, which has its marks from
    mart_growth_rate. -#}
{% macro family_growth(figure, growth, columns, joins, marks) -%}
  {%- set f, reported, computed = figure.name, figure.name ~ '_growth_reported', figure.name ~ '_growth' -%}
  {{- family_value('said.' ~ reported, reported, 'said.' ~ reported ~ '_reason', false, columns) -}}
  {%- do columns.append('said.' ~ reported ~ '_id') -%}
  {%- do marks.append(family_mark(reported, growth.beside)) -%}
  {%- for name, attribute in growth.beside -%}
    {%- set taken = 'said.' ~ reported ~ '_' ~ attribute -%}
    {%- do columns.append(('coalesce(' ~ taken ~ ", '_Z')" if attribute == 'qualifier' else taken) ~ ' as ' ~ reported ~ '_' ~ name) -%}
  {%- endfor -%}
  {%- do joins.append('left join growth_rate as ' ~ computed ~ '\n  on said.' ~ f ~ '_id = ' ~ computed ~ '.level_id') -%}
  {%- do columns.append(computed ~ '.growth_computed as ' ~ f ~ '_growth_computed') -%}
  {%- do columns.append(computed ~ '.growth_computed_rounded as ' ~ f ~ '_growth_computed_rounded') -%}
  {%- do columns.append('case when ' ~ computed ~ '.growth_computed is null then coalesce(' ~ computed ~ ".reason, 'LEVEL_MISSING') end as " ~ f ~ '_growth_computed_reason') -%}
  {%- do columns.append(computed ~ '.agrees as ' ~ f ~ '_growth_agrees') -%}
  {%- do columns.append(computed ~ '.base_value as ' ~ f ~ '_base') -%}
  {%- do columns.append(computed ~ '.base_id as ' ~ f ~ '_base_id') -%}
  {%- do columns.append(computed ~ '.base_source as ' ~ f ~ '_base_source') -%}
  {%- do marks.append(growth_mark(computed, 'growth_computed', [f ~ '_growth_computed', f ~ '_growth_computed_rounded'])) -%}
  {%- do marks.append(growth_mark(computed, 'base_value', [f ~ '_base'])) -%}
  {%- if growth.own_base -%}
    {%- do columns.append(computed ~ '.growth_computed_own as ' ~ f ~ '_growth_computed_own') -%}
    {%- do columns.append(growth_own_reason(computed) ~ ' as ' ~ f ~ '_growth_computed_own_reason') -%}
    {%- do columns.append(computed ~ '.base_value_own as ' ~ f ~ '_base_own') -%}
    {%- do columns.append(computed ~ '.base_own_id as ' ~ f ~ '_base_own_id') -%}
    {%- do columns.append('coalesce(' ~ computed ~ '.base_differs, false) as ' ~ f ~ '_base_differs') -%}
    {%- do marks.append(growth_mark(computed, 'growth_computed_own', [f ~ '_growth_computed_own'])) -%}
    {%- do marks.append(growth_mark(computed, 'base_value_own', [f ~ '_base_own'])) -%}
  {%- endif -%}
  {%- if growth.difference -%}
    {%- do columns.append(computed ~ '.difference as ' ~ f ~ '_difference') -%}
    {%- do columns.append('case when ' ~ computed ~ '.difference is null then ' ~ difference_reason(computed) ~ ' end as ' ~ f ~ '_difference_reason') -%}
    {%- do marks.append(growth_mark(computed, 'difference', [f ~ '_difference'])) -%}
  {%- endif -%}
  {%- if growth.difference_reported -%}
    {%- set stated = growth.difference_reported -%}
    {%- do joins.append('left join ' ~ ref('int_value') ~ ' as ' ~ f ~ '_differing\n  on said.' ~ stated ~ '_id = ' ~ f ~ '_differing.observation_id') -%}
    {#- Of three figures in one unit the difference of two may miss the third by half a unit of each. -#}
    {%- do columns.append(
      'abs(said.' ~ stated ~ ' - ' ~ computed ~ '.difference) <= 3 * '
      ~ half_ulp(f ~ '_differing.reported_unit_mult', f ~ '_differing.reported_decimals') ~ ' as ' ~ f ~ '_difference_agrees'
    ) -%}
  {%- endif -%}
{%- endmacro %}

{#- A figure that mart_growth_rate computes or uses goes by the marks that it has there. Where nothing is reported the
    growth as computed is that row's main figure. -#}
{% macro growth_mark(growth, column, columns) -%}
  {%- set is_main = ' or (' ~ growth ~ '.growth_id is null and ' ~ growth -%}
  {{ return({
    'columns': columns, 'is_there': growth ~ '.' ~ column ~ ' is not null',
    'conf': 'case when ' ~ is_named(growth ~ '.restricted_figures', column)
      ~ (is_main ~ ".conf_status <> 'F')" if column == 'growth_computed' else '') ~ " then 'A' else 'F' end",
    'invented': '(' ~ is_named(growth ~ '.invented_figures', column)
      ~ (is_main ~ '.is_synthetic)' if column == 'growth_computed' else '') ~ ')',
  }) }}
{%- endmacro %}

{#- Why nothing was computed over last year's own value: the reason of the growth, where it is not about the base. -#}
{% macro growth_own_reason(growth) -%}
  case
    when {{ growth }}.growth_computed_own is not null then null
    when {{ growth }}.series_id is null then 'LEVEL_MISSING'
    when {{ growth }}.reason not in ('BASE_MISSING', 'BASE_ZERO', 'BASE_NEGATIVE', 'BASE_NOT_A_POINT') then {{ growth }}.reason
    when {{ growth }}.base_value_own is null then 'BASE_MISSING'
    when {{ growth }}.base_value_own = 0 then 'BASE_ZERO'
    when {{ growth }}.base_value_own < 0 then 'BASE_NEGATIVE'
    else 'BASE_NOT_A_POINT'
  end
{%- endmacro %}

{#- Why there is no difference: it needs a point and a point, of whatever sign. -#}
{% macro difference_reason(growth) -%}
  case
    when {{ growth }}.series_id is null or {{ growth }}.level_value is null then coalesce({{ growth }}.reason, 'LEVEL_MISSING')
    when {{ growth }}.base_value is null then coalesce({{ growth }}.reason, 'BASE_MISSING')
    else 'LEVEL_NOT_A_POINT'
  end
{%- endmacro %}

{#- What is computed of figures of the row goes by their marks: the most confidential, and invented if any is. -#}
{% macro family_computed_mark(columns, is_there, figures) -%}
  {%- set statuses, flags = [], [] -%}
  {%- for figure in figures -%}
    {%- do statuses.append('said.' ~ figure ~ '_conf') -%}
    {%- do flags.append('coalesce(said.' ~ figure ~ '_invented, false)') -%}
  {%- endfor -%}
  {{ return({
    'columns': columns, 'is_there': is_there, 'conf': most_confidential(statuses), 'invented': '(' ~ flags | join(' or ') ~ ')',
  }) }}
{%- endmacro %}

{#- A whole and the figures that it is divided into: the difference is what their rounding leaves, or a mistake. -#}
{% macro family_parts(parts, grain, columns, joins, marks) -%}
  {%- set difference = 'said.' ~ parts.parts | join(' + said.') ~ ' - said.' ~ parts.whole -%}
  {%- set all = parts.parts + [parts.whole] -%}
  {%- do columns.append('cast(' ~ difference ~ ' as decimal(28, 6)) as ' ~ parts.name ~ '_difference') -%}
  {%- do columns.append('coalesce(said.' ~ all | join('_reason, said.') ~ '_reason) as ' ~ parts.name ~ '_difference_reason') -%}
  {%- do columns.append('abs(' ~ difference ~ ') <= rounding.of_' ~ parts.name ~ ' as ' ~ parts.name ~ '_add_up') -%}
  {%- do marks.append(family_computed_mark([parts.name ~ '_difference'], '(' ~ difference ~ ') is not null', all)) -%}
  {%- if parts.is_first -%}
    {%- set equal = [] -%}
    {%- for name in grain -%}{%- do equal.append('said.' ~ name ~ ' = rounding.' ~ name) -%}{%- endfor -%}
    {%- do joins.append('left join rounding\n  on ' ~ equal | join(' and ')) -%}
  {%- endif -%}
{%- endmacro %}

{#- A register's rows, field by field, and what is counted of them in each return. -#}
{% macro family_register(register) -%}
{{ register.name }}_row as (
  select
    submission_id,
    row_no,
    max(row_key) as row_key,
    {% for field in register.texts -%}
    coalesce({{ field_text(field) }}, '') as {{ field }}_text,
    {% endfor -%}
    {% for field in register.amounts -%}
    {{ field_amount(field) }} as {{ field }},
    {% endfor -%}
    max(cast(is_synthetic as integer)) as is_synthetic
  from {{ ref('stg_register_cell') }}
  where register = '{{ register.register }}'
  group by submission_id, row_no
),

{{ register.name }}_counted as (
  select
    submission_id,
    {% for count in register.counts -%}
    {{ family_statistic(count) }} as {{ count.name }},
    {% endfor -%}
    cast(max(is_synthetic) as boolean) as is_synthetic
  from {{ register.name }}_row
  group by submission_id
)
{%- endmacro %}

{#- Something counted or added up over rows of a register; `or_zero`: whether nothing to add up is 0. -#}
{% macro family_statistic(count, within='', or_zero=true) -%}
  {%- set wanted = [] -%}
  {%- for field, word in count.where.items() -%}
    {%- do wanted.append(within ~ field ~ "_text = '" ~ word ~ "'") -%}
  {%- endfor -%}
  {%- if count.unless -%}
    {%- set unwanted = [] -%}
    {%- for field, word in count.unless.items() -%}
      {%- do unwanted.append(within ~ field ~ "_text = '" ~ word ~ "'") -%}
    {%- endfor -%}
    {%- do wanted.append('not (' ~ unwanted | join(' and ') ~ ')') -%}
  {%- endif -%}
  {%- if count.take == 'filled' -%}{%- do wanted.append(within ~ count.field ~ "_text <> ''") -%}{%- endif -%}
  {%- if count.take == 'blank' -%}{%- do wanted.append(within ~ count.field ~ ' is null') -%}{%- endif -%}
  {%- set taken = within ~ count.field -%}
  {%- if count.take == 'different' -%}{%- set taken = 'nullif(' ~ taken ~ "_text, '')" -%}{%- endif -%}
  {%- if count.take == 'things' -%}{%- set taken = 'coalesce(nullif(' ~ taken ~ "_text, ''), nullif(" ~ within ~ "row_key, ''))" -%}{%- endif -%}
  {%- if count.take in ['rows', 'filled', 'blank'] -%}{%- set taken = '1' -%}{%- endif -%}
  {%- set taken = 'case when ' ~ wanted | join(' and ') ~ ' then ' ~ taken ~ ' end' if wanted else taken -%}
  {%- if count.take == 'sum' and or_zero -%}
  cast(coalesce(sum({{ taken }}), 0) as decimal(28, 6))
  {%- elif count.take == 'sum' -%}
  cast(sum({{ taken }}) as decimal(28, 6))
  {%- else -%}
  cast(count({{ 'distinct ' if count.take in ['different', 'things'] }}{{ taken }}) as integer)
  {%- endif -%}
{%- endmacro %}

{#- What is counted in the register that a figure's return holds. A return without rows has none of it, unless it
    states something that its rows should have been. -#}
{% macro family_count(count, columns, marks) -%}
  {%- set counted = count.relation ~ '_counted' -%}
  {%- set is_known = '(' ~ counted ~ '.submission_id is not null or said.' ~ count.of ~ ' = 0)' -%}
  {%- set nothing = 'cast(0 as decimal(28, 6))' if count.take == 'sum' else '0' -%}
  {%- do columns.append('case when ' ~ is_known ~ ' then coalesce(' ~ counted ~ '.' ~ count.name ~ ', ' ~ nothing ~ ') end as ' ~ count.name) -%}
  {%- do columns.append('case when ' ~ is_known ~ " then null else 'NOT_REPORTED' end as " ~ count.name ~ '_reason') -%}
  {%- do marks.append({
    'columns': [count.name], 'is_there': counted ~ '.submission_id is not null', 'conf': 'coalesce(said.' ~ count.of ~ "_conf, 'F')",
    'invented': 'coalesce(' ~ counted ~ '.is_synthetic, false)',
  }) -%}
{%- endmacro %}

{#- One figure over another. -#}
{% macro family_ratio(ratio, columns, marks) -%}
  {%- set of, over = 'cast(said.' ~ ratio.of ~ ' as decimal(28, 6))', 'cast(said.' ~ ratio.over ~ ' as decimal(28, 6))' -%}
  {%- if ratio.kind == 'each' -%}
    {%- do columns.append('case when ' ~ over ~ ' > 0 then cast(' ~ of ~ ' as double) / cast(' ~ over ~ ' as double) end as ' ~ ratio.name) -%}
    {%- do columns.append(rounded_ratio(of, over, 1, 2) ~ ' as ' ~ ratio.name ~ '_rounded') -%}
  {%- elif ratio.kind == 'percent' -%}
    {%- do columns.append(share_percent(of, over) ~ ' as ' ~ ratio.name) -%}
    {%- do columns.append(rounded_ratio(of, over, 100, 2) ~ ' as ' ~ ratio.name ~ '_rounded') -%}
  {%- else -%}
    {%- do columns.append(completion_percent(of, over) ~ ' as ' ~ ratio.name) -%}
    {%- do columns.append(completion_percent_rounded(of, over) ~ ' as ' ~ ratio.name ~ '_rounded') -%}
  {%- endif -%}
  {%- if ratio.kind == 'completion' -%}
    {%- do columns.append(completion_reason('said.' ~ ratio.of, 'said.' ~ ratio.over) ~ ' as ' ~ ratio.name ~ '_reason') -%}
  {%- else -%}
    {%- do columns.append(
      'coalesce(said.' ~ ratio.of ~ '_reason, said.' ~ ratio.over ~ '_reason, case when said.' ~ ratio.over ~ " <= 0 then 'BASE_ZERO' end) as " ~ ratio.name ~ '_reason'
    ) -%}
  {%- endif -%}
  {%- do marks.append(family_computed_mark([ratio.name, ratio.name ~ '_rounded'], of ~ ' is not null and ' ~ over ~ ' > 0', [ratio.of, ratio.over])) -%}
{%- endmacro %}

{#- What an area adds to the growth of the area that it is part of, in points of that growth and as a share of it: as
    reported and as computed. The whole adds nothing to itself. -#}
{% macro family_contribution(contribution, columns, joins, marks) -%}
  {%- set f, indicator = contribution.of, contribution.indicator -%}
  {%- set of_figure = "partition_dimension = 'ref_area' and accumulation = 'YTD' and breakdown = '_T' and indicator_id = '" ~ indicator ~ "'" -%}
  {%- do joins.append(
    'left join (select * from ' ~ ref('mart_contribution') ~ ' where ' ~ of_figure ~ ') as contribution'
    ~ '\n  on said.ref_area = contribution.part and said.time_period = contribution.time_period'
  ) -%}
  {%- do joins.append(
    'left join (select distinct ref_area as whole_area from ' ~ ref('mart_contribution') ~ ' where ' ~ of_figure ~ ') as whole'
    ~ '\n  on said.ref_area = whole.whole_area'
  ) -%}
  {%- set of_whole = "case when whole.whole_area is not null then 'WHOLE_AREA' else " -%}
  {%- do columns.append('contribution.ref_area as ' ~ f ~ '_contribution_area') -%}
  {%- for name, computed in [('contribution', 'contribution_pp'), ('share', 'share_of_growth')] -%}
    {%- set column = 'contribution.' ~ name ~ '_reported' -%}
    {%- do columns.append(column ~ ' as ' ~ f ~ '_' ~ name ~ '_reported') -%}
    {%- if name == 'contribution' -%}
      {%- do columns.append(
        'case when ' ~ column ~ ' is not null then null when coalesce(' ~ column ~ '_low, ' ~ column ~ "_high) is not null then 'BOUNDS_ONLY' else "
        ~ of_whole ~ "'NOT_STATED' end end as " ~ f ~ '_contribution_reported_reason'
      ) -%}
    {%- else -%}
      {%- do columns.append('case when ' ~ column ~ ' is null then ' ~ of_whole ~ "'NOT_STATED' end end as " ~ f ~ '_share_reported_reason') -%}
    {%- endif -%}
    {%- do columns.append('contribution.' ~ name ~ '_id as ' ~ f ~ '_' ~ name ~ '_reported_id') -%}
    {%- if name == 'contribution' -%}
      {%- do columns.append(column ~ '_low as ' ~ f ~ '_contribution_reported_low') -%}
      {%- do columns.append(column ~ '_high as ' ~ f ~ '_contribution_reported_high') -%}
    {%- endif -%}
    {%- do columns.append('contribution.' ~ computed ~ ' as ' ~ f ~ '_' ~ computed) -%}
    {%- do columns.append('contribution.' ~ computed ~ '_rounded as ' ~ f ~ '_' ~ computed ~ '_rounded') -%}
    {%- do columns.append(
      'case when contribution.' ~ computed ~ ' is null then coalesce(contribution.' ~ name ~ '_reason, ' ~ of_whole ~ "'TOTAL_MISSING' end) end as "
      ~ f ~ '_' ~ computed ~ '_reason'
    ) -%}
    {%- do columns.append('contribution.' ~ name ~ '_agrees as ' ~ f ~ '_' ~ name ~ '_agrees') -%}
    {%- set bounds = [f ~ '_contribution_reported_low', f ~ '_contribution_reported_high'] if name == 'contribution' else [] -%}
    {%- for of_mart, of_page, there in [
      (name ~ '_reported', [f ~ '_' ~ name ~ '_reported'] + bounds, name ~ '_id'),
      (computed, [f ~ '_' ~ computed, f ~ '_' ~ computed ~ '_rounded'], computed),
    ] -%}
      {%- do marks.append({
        'columns': of_page, 'is_there': 'contribution.' ~ there ~ ' is not null',
        'conf': 'case when ' ~ is_named('contribution.restricted_figures', of_mart) ~ " then 'A' else 'F' end",
        'invented': is_named('contribution.invented_figures', of_mart),
      }) -%}
    {%- endfor -%}
  {%- endfor -%}
{%- endmacro %}

{#- Whether a column is among the names of a row's restricted or invented figures. -#}
{% macro is_named(names, column) -%} concat(',', {{ names }}, ',') like '%,{{ column }},%' {%- endmacro %}
