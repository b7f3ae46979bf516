{#-
  The growth of a family's main series beside its level: as a form states it, bounds kept, and as it is computed.
  `said` is the relation with series_id and time_period; the joins go with the columns.
-#}
{% macro growth_beside_columns() -%}
  growth.growth_reported,
  case when growth.growth_reported is null then coalesce(nullif(stated.obs_reason, ''), 'NOT_STATED') end
    as growth_reported_reason,
  growth.reported_qualifier,
  growth.reported_low,
  stated.low_inclusive as reported_low_inclusive,
  growth.reported_high,
  stated.high_inclusive as reported_high_inclusive,
  stated.multiple_stated,
  stated.semantics,
  stated.display_value as growth_reported_display,
  growth.growth_computed,
  growth.growth_computed_rounded,
  case when growth.growth_computed is null then coalesce(growth.reason, 'LEVEL_MISSING') end as growth_computed_reason,
  growth.base_value,
  growth.base_source,
  growth.agrees as growth_agrees,
  -- What rests on a base is as confidential as the base.
  coalesce(growth.conf_status, 'F') as growth_conf_status,
  coalesce(growth.is_synthetic, false) as growth_is_synthetic,
  stated.submission_id as growth_submission_id,
  stated.source_file as growth_file,
  stated.source_sheet as growth_sheet,
  stated.source_cell as growth_cell
{%- endmacro %}

{% macro growth_beside_joins(said) -%}
left join {{ ref('mart_growth_rate') }} as growth
  on {{ said }}.series_id = growth.series_id and {{ said }}.time_period = growth.time_period
left join {{ ref('mart_indicator') }} as stated
  on growth.growth_series_id = stated.series_id and growth.time_period = stated.time_period
{%- endmacro %}
