{#-
  The growth of a family's main series beside its level: as some form states it (int_reported_growth, bounds kept)
  and as mart_growth_rate computes it. `said` is the relation with series_id and time_period; the joins go with
  the columns.
-#}
{% macro growth_beside_columns(said) -%}
  stated.growth_reported,
  case when stated.growth_reported is null then coalesce(stated.growth_reported_reason, 'NOT_STATED') end
    as growth_reported_reason,
  stated.reported_qualifier,
  stated.reported_low,
  stated.reported_low_inclusive,
  stated.reported_high,
  stated.reported_high_inclusive,
  stated.multiple_stated,
  stated.semantics,
  stated.growth_text,
  growth.growth_computed,
  growth.growth_computed_rounded,
  case when growth.growth_computed is null then coalesce(growth.reason, 'LEVEL_MISSING') end as growth_computed_reason,
  growth.base_value,
  growth.base_source,
  {{ stated_growth_agrees('stated', 'growth', 'operand') }} as growth_agrees,
  coalesce(growth.is_synthetic, false) or coalesce(stated.reported_is_synthetic, false) as growth_is_synthetic,
  stated.growth_submission_id,
  stated.growth_file,
  stated.growth_sheet,
  stated.growth_cell
{%- endmacro %}

{% macro growth_beside_joins(said) -%}
left join {{ ref('mart_growth_rate') }} as growth
  on {{ said }}.series_id = growth.series_id and {{ said }}.time_period = growth.time_period
left join {{ ref('int_growth') }} as operand
  on {{ said }}.series_id = operand.level_series_id and {{ said }}.time_period = operand.time_period
left join {{ ref('int_reported_growth') }} as stated
  on {{ said }}.series_id = stated.series_id and {{ said }}.time_period = stated.time_period
{%- endmacro %}

{#- Whether a growth that some form states can be the one that is computed: each operand may move by half a unit
    of its last place. NULL: none is computed, or none is stated. -#}
{% macro stated_growth_agrees(stated, growth, operand) -%}
  {%- set base_half_ulp -%}
    case {{ growth }}.base_source when 'OWN' then {{ operand }}.base_own_half_ulp else {{ operand }}.base_stated_half_ulp end
  {%- endset -%}
  case
    when {{ growth }}.growth_computed is not null and coalesce({{ stated }}.least_reported, {{ stated }}.most_reported) is not null
      then {{ growth_agrees_within(
        stated ~ '.least_reported', stated ~ '.most_reported',
        growth ~ '.level_value - ' ~ operand ~ '.level_half_ulp', growth ~ '.level_value + ' ~ operand ~ '.level_half_ulp',
        growth ~ '.base_value - ' ~ base_half_ulp, growth ~ '.base_value + ' ~ base_half_ulp
      ) }}
  end
{%- endmacro %}
