-- rule: PARTS_DIFFER
-- A whole is the sum of parts that the catalogue declares to be all of it, the rest included, where every one is stated.
with parts as (
  select
    whole.submission_id, whole.sheet, whole.cell, whole.subject, whole.series_id, whole.obs_value, whole.half,
    whole.reported_unit_mult, whole.reported_value, whole.reported_unit,
    partition.partition_id,
    any_value(partition.parts) as declared,
    count(part.cell) as stated,
    sum(part.obs_value) as added,
    sum(part.half) as half_parts,
    string_agg(part.cell, '、' order by lpad(part.cell, 8, ' ')) as cells
  from level as whole
  inner join whole_part as partition
    on partition.whole = if(partition.dimension = 'ref_area', whole.ref_area, whole.breakdown)
  inner join level as part
    on {{ beside('whole', 'part', ['ref_area', 'breakdown']) }}
    and partition.part = if(partition.dimension = 'ref_area', part.ref_area, part.breakdown)
    and if(partition.dimension = 'ref_area', whole.breakdown = part.breakdown, whole.ref_area = part.ref_area)
  group by all
)
select
  {{ at('parts') }},
  concat({{ plain('parts.reported_value') }}, parts.reported_unit) as found,
  {{ shown('added', 'parts') }} as expected,
  cells as other,
  concat(parts.sheet, '!', cells) as evidence
from parts
where stated = declared and abs(obs_value - added) > half + half_parts
