"""Names that lead back to themselves or to two things: aliases, parents of areas and places, folders of departments."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.declared.problem import unknown_id
from ingest.label import label_key
from ingest.office.catalogue_files import CatalogueFiles, rows_of
from ingest.office.contradiction.circle import closing

_PARENTS = (
    ("area", "ref_area", "parent_civil"),
    ("area", "ref_area", "parent_statistical"),
    ("place", "place_id", "parent"),
)


def alias_problems(files: CatalogueFiles) -> Iterator[str]:
    """Another name leads to an indicator: not to another name, and not to an indicator while it is one itself."""
    rows = files.catalogue.alias
    indicators = {row.indicator_id: at for at, row in enumerate(files.catalogue.indicator)}
    aliases = {row.alias: at for at, row in enumerate(rows)}
    for at, row in enumerate(rows):
        if row.alias in indicators:
            there = ("indicator", indicators[row.alias], "indicator_id")
            yield files.against(("alias", at, "alias"), there, f"{row.alias!r}: 本身是指标 is an indicator")
        if row.indicator_id in indicators:
            continue
        if row.indicator_id in aliases:
            there = ("alias", aliases[row.indicator_id], "alias")
            what = f"{row.indicator_id!r}: 是别名，不是指标 is another name, no indicator"
            yield files.against(("alias", at, "indicator_id"), there, what)
        else:
            what = unknown_id(row.indicator_id, indicators, "catalogue/indicator.csv")
            yield files.problem("alias", at, "indicator_id", what)


def parent_problems(files: CatalogueFiles) -> Iterator[str]:
    """No area and no place lies in itself."""
    for name, key, parent in _PARENTS:
        rows = rows_of(files.catalogue, name)
        steps = [(getattr(row, key), getattr(row, parent)) for row in rows]
        for at, earlier in closing(steps):
            what = f"{steps[at][1]!r}: 兜圈 leads back to {steps[at][0]!r}"
            yield files.against((name, at, parent), (name, earlier, parent), what)


def same_name_problems(files: CatalogueFiles) -> Iterator[str]:
    """Two departments with one folder, and two areas of a level that a form calls the same in the same month."""
    departments = files.catalogue.department
    first: dict[str, int] = {}
    for at, row in enumerate(departments):
        if (earlier := first.setdefault(label_key(row.department_zh), at)) != at:
            there = ("department", earlier, "department_zh")
            what = f"{row.department_zh!r}: 两个部门同名 two departments of one name"
            yield files.against(("department", at, "department_zh"), there, what)
    areas = files.catalogue.area
    named: dict[tuple[str, str], int] = {}
    for at, area in enumerate(areas):
        earlier = named.setdefault((area.area_level, label_key(area.area_zh)), at)
        if earlier != at:
            what = f"{area.area_zh!r}: 同级两个地区同名 two areas of a level and one name"
            yield files.against(("area", at, "area_zh"), ("area", earlier, "area_zh"), what)


def span_problems(files: CatalogueFiles) -> Iterator[str]:
    """What ends before it begins."""
    for name in ("area", "place", "department", "calendar", "of_which", "rank_universe"):
        for at, row in enumerate(rows_of(files.catalogue, name)):
            first, last = getattr(row, "valid_from", ""), getattr(row, "valid_to", "")
            if last and first > last:
                what = f"{last}: 早于 valid_from is before it, {first}"
                yield files.problem(name, at, "valid_to", what)
