-- grain: a building put back to use × the project brought in. Rows of is_latest_of_year add up to the year's register.
-- It is told by the two names: 26 pairs in the samples, each with one area and one month. A building with several
-- projects is several rows, and the form writes its whole area in the first of them; floor areas of the building add
-- up over its rows as the form's own total does.
{{ thing_once(
  ref('fct_building'),
  identity=[['building_name', 'tenant'], ['building_name']],
  watched=['floor_area_total', 'floor_area_revitalized', 'revitalized_month', 'building_state'],
  columns=[
    'building_name', 'building_kind', 'floor_area_total', 'floor_area_vacant', 'tenant', 'floor_area_revitalized',
    'revitalized_month', 'building_state',
  ],
  explained=['floor_area_total', 'floor_area_vacant', 'floor_area_revitalized'],
) }}
