{#-
  The things that a register lists: each monthly return says the year's whole list once more, so that a sum over the
  months counts everything many times (an office's 27 projects, planned 137,837万元, stood for 1,076,925 in a year).

  `rows`: the register as returns say it, fct_<register>.
  `identity`: by which columns a row is told to be the same thing as one of another return: the first of these lists
  whose columns all say something. A row that says nothing of it is a thing of its own, and so is the second row of one
  return that says the same: both are shown, and identity_doubt says why they are in doubt.
  `since`: {column: condition}: the first return in which a thing was so.
  `name`: a column in which two things of a year should not agree. `watched`: what does not change from month to month
  unless something happened. `year`: the year in whose list a row stands.
-#}
{% macro things(rows, identity, watched, name='', year='substr(fct.time_period, 1, 4)', since={}) -%}
listed as (
  select
    fct.*,
    {{ year }} as register_year
  from {{ rows }} as fct
  where fct.is_current
),

-- Every return of the forms that keep the register, also one that lists nothing: what it does not list is gone.
handed_in as (
  select
    submission.submission_id,
    submission.department_id,
    submission.form_id,
    submission.part,
    substr(submission.period, 1, 4) as return_year,
    -- A list of the year that is handed in again goes by the day it came, whatever month it is said to be of: the list
    -- of January is of the whole year, that of June of January to June.
    case when submission.is_monthly then submission.period else substr(submission.period, 1, 4) end as of_period,
    submission.ordered_at,
    submission.sequence
  from {{ ref('int_submission_current') }} as submission
  where submission.is_current
    and submission.form_id in (
      select keeper.form_id
      from {{ ref('int_submission_current') }} as keeper
      inner join listed on keeper.submission_id = listed.submission_id
    )
),

-- A return speaks for its own year, and for each that it has a row of.
speaking as (
  select submission_id, return_year as register_year from handed_in
  union
  select submission_id, register_year from listed
),

latest as (
  select
    handed_in.submission_id,
    handed_in.of_period,
    handed_in.ordered_at,
    handed_in.sequence,
    speaking.register_year,
    row_number() over (
      partition by handed_in.department_id, handed_in.form_id, handed_in.part, speaking.register_year
      order by handed_in.of_period desc, handed_in.ordered_at desc, handed_in.sequence desc
    ) = 1 as is_latest_of_year,
    dense_rank() over (
      partition by handed_in.department_id, handed_in.form_id, handed_in.part
      order by handed_in.of_period desc, handed_in.ordered_at desc, handed_in.sequence desc
    ) = 1 as is_latest
  from handed_in
  inner join speaking
    on handed_in.submission_id = speaking.submission_id
),

identified as (
  select
    listed.*,
    latest.of_period,
    latest.ordered_at,
    latest.sequence,
    latest.is_latest_of_year,
    latest.is_latest,
    coalesce(
      {%- for columns in identity %}
      case when {{ all_stated(columns) }} then concat_ws('|'{% for column in columns %}, {{ as_text(column) }}{% endfor %}) end,
      {%- endfor %}
      concat_ws('|', listed.submission_id, {{ as_text('listed.row_no') }})
    ) as said_key,
    case
      {%- for columns in identity %}
      when {{ all_stated(columns) }} then '{{ columns | join(",") }}'
      {%- endfor %}
      else '_U'
    end as identified_by
  from listed
  inner join latest
    on listed.submission_id = latest.submission_id and listed.register_year = latest.register_year
),

numbered as (
  select
    identified.*,
    row_number() over (partition by time_period, said_key order by submission_id, row_no) as occurrence,
    count(*) over (partition by time_period, said_key) as occurrences,
    {% if name -%}
    min(said_key) over (partition by register_year, nullif({{ name }}, ''))
      <> max(said_key) over (partition by register_year, nullif({{ name }}, '')) as shares_name
    {%- else -%}
    false as shares_name
    {%- endif %}
  from identified
),

named as (
  select
    numbered.*,
    case when occurrence = 1 then said_key else concat_ws('#', said_key, {{ as_text('occurrence') }}) end as thing_id,
    case
      when identified_by = '_U' then 'NO_KEY'
      when occurrences > 1 then 'TWICE_IN_RETURN'
      {% if name -%}
      when shares_name and {{ name }} <> '' then 'NAME_OF_ANOTHER'
      {% endif -%}
      else '_Z'
    end as identity_doubt
  from numbered
),

followed as (
  select
    named.*,
    row_number() over forth as place,
    row_number() over back as place_from_last,
    first_value(time_period) over forth as first_seen,
    first_value(time_period) over back as last_seen,
    not first_value(is_latest_of_year) over back as is_removed,
    cast(count(*) over (partition by thing_id) as integer) as times_listed,
    {%- for column, condition in since.items() %}
    min(case when {{ condition }} then time_period end) over (partition by thing_id) as {{ column }},
    {%- endfor %}
    {%- for column in watched %}
    lag({{ column }}) over forth as {{ column }}_of_last,
    first_value({{ column }}) over forth as {{ column }}_of_first{{ ',' if not loop.last }}
    {%- endfor %}
  from named
  window
    forth as (partition by thing_id order by of_period, ordered_at, sequence, time_period),
    back as (partition by thing_id order by of_period desc, ordered_at desc, sequence desc, time_period desc)
)
{%- endmacro %}

{% macro as_text(column) -%} cast({{ column }} as {{ dbt.type_string() }}) {%- endmacro %}

{% macro all_stated(columns) -%}
  {%- for column in columns -%}
  coalesce({{ as_text(column) }}, '') <> ''{{ ' and ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}

{#- Whether a watched column says something else than before: what was blank before or is now has not changed. -#}
{% macro has_changed(column, before) -%}
  coalesce(
    {{ column }} <> {{ before }}
    and {{ as_text(column) }} <> '' and {{ as_text(before) }} <> '',
    false
  )
{%- endmacro %}

{#- What was said before of a watched column, where it has changed; and the names of all that have. -#}
{% macro said_before(watched, of, name) -%}
  {%- for column in watched %}
  case when {{ has_changed(column, column ~ '_of_' ~ of) }} then {{ column }}_of_{{ of }} end as {{ column }}_{{ name }},
  {%- endfor %}
  concat_ws(','{% for column in watched %}, case when {{ has_changed(column, column ~ '_of_' ~ of) }} then '{{ column }}' end{% endfor %}) as changes
{%- endmacro %}

{#- Columns with the reason of each that is no text. -#}
{% macro with_reasons(columns, explained) -%}
  {%- for column in columns %}
  {{ column }},
  {%- if column in explained %}
  {{ column }}_reason,
  {%- endif %}
  {%- endfor %}
{%- endmacro %}

{#- A thing × return: what the return says of it, since when and until when it is listed, what changed since the return
    before that listed it. -#}
{% macro thing_by_return(rows, identity, watched, columns, explained, name='') -%}
with {{ things(rows, identity, watched, name) }}

select
  thing_id,
  time_period,
  register_year,
  {{- with_reasons(columns, explained) }}
  {{ said_before(watched, 'last', 'before') }},
  {{ thing_ends() }}
from followed
{%- endmacro %}

{#- A thing: what the last return that lists it says of it, what was first said otherwise. -#}
{% macro thing_once(rows, identity, watched, columns, explained, name='', year='substr(fct.time_period, 1, 4)', since={}) -%}
with {{ things(rows, identity, watched, name, year, since) }}

select
  thing_id,
  register_year,
  {{- with_reasons(columns, explained) }}
  {{ said_before(watched, 'first', 'first') }},
  {%- for column, condition in since.items() %}
  case when {{ condition }} then {{ column }} end as {{ column }},
  {%- endfor %}
  {{ thing_ends() }}
from followed
where place_from_last = 1
{%- endmacro %}

{% macro thing_ends() -%}
  first_seen,
  last_seen,
  times_listed,
  is_latest,
  is_latest_of_year,
  is_removed,
  identified_by,
  identity_doubt,
  conf_status,
  is_synthetic,
  submission_id,
  row_no,
  source_file,
  source_sheet,
  source_cell
{%- endmacro %}
