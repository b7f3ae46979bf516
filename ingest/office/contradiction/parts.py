"""Parts and wholes that contradict each other: of_which.csv, partition.csv, breakdown.csv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ingest.declared.problem import unknown_id
from ingest.office.catalogue import Area, Indicator
from ingest.office.catalogue_files import CatalogueFiles
from ingest.office.contradiction.circle import closing
from ingest.office.relation.rows import Part


def part_problems(files: CatalogueFiles) -> Iterator[str]:
    """Pairs that lead back to themselves, are of two units, or name what no file has."""
    rows = files.catalogue.of_which
    # A field is one of its form.
    steps = [(f"{row.form_id} {row.part}", f"{row.form_id} {row.whole}") for row in rows]
    for at, earlier in closing(steps):
        what = f"{rows[at].whole!r}: 兜圈，部分成了自己的全体 leads back to {rows[at].part!r}"
        yield files.against(("of_which", at, "whole"), ("of_which", earlier, "part"), what)
    at_of = {row.indicator_id: at for at, row in enumerate(files.catalogue.indicator)}
    forms = {row.form_id for row in files.catalogue.calendar}
    for at, row in enumerate(rows):
        if row.kind == "field":
            if row.form_id not in forms:
                what = unknown_id(row.form_id, forms, "catalogue/calendar.csv")
                yield files.problem("of_which", at, "form_id", what)
        elif row.form_id:
            what = f"{row.form_id!r}: 指标之间不填表式 is blank between indicators"
            yield files.problem("of_which", at, "form_id", what)
        else:
            yield from _pair_problems(files, at, row, at_of)


def _pair_problems(files: CatalogueFiles, at: int, row: Part, at_of: dict[str, int]) -> Iterator[str]:
    known = files.catalogue.indicator
    unknown = [
        (column, name) for column, name in (("part", row.part), ("whole", row.whole)) if name not in at_of
    ]
    for column, name in unknown:
        yield files.problem("of_which", at, column, unknown_id(name, list(at_of), "catalogue/indicator.csv"))
    if unknown:
        return
    part, whole = known[at_of[row.part]], known[at_of[row.whole]]
    if _unit(part) != _unit(whole):
        what = f"{row.part} {_unit(part)} ≠ {row.whole} {_unit(whole)}: 单位不同，不成部分 units differ"
        there = ("indicator", at_of[row.part], "unit_measure")
        yield files.against(("of_which", at, "part"), there, what)


def _unit(indicator: Indicator) -> str:
    return f"{indicator.unit_measure}/{indicator.currency}"


def partition_problems(files: CatalogueFiles) -> Iterator[str]:
    """Parts that are their own whole, of two wholes, said complete and not, or together more than a complete set."""
    rows = files.catalogue.partition
    steps = [(f"{row.dimension} {row.part}", f"{row.dimension} {row.whole}") for row in rows]
    for at, earlier in closing(steps):
        what = f"{rows[at].part!r}: 兜圈，部分成了自己的全体 is its own whole, {rows[at].whole!r}"
        yield files.against(("partition", at, "part"), ("partition", earlier, "whole"), what)
    first: dict[str, int] = {}
    for at, row in enumerate(rows):
        earlier = first.setdefault(row.partition_id, at)
        for column in ("dimension", "whole", "complete"):
            here, there = getattr(row, column), getattr(rows[earlier], column)
            if here != there:
                what = f"{row.partition_id}: {_said(here)} ≠ {_said(there)}"
                yield files.against(("partition", at, column), ("partition", earlier, column), what)
    yield from _unknown_codes(files)
    yield from _set_problems(files)
    yield from _overlap_problems(files)
    yield from _of_which_problems(files)


def _unknown_codes(files: CatalogueFiles) -> Iterator[str]:
    """Wholes and parts that are no code of the catalogue."""
    known = {
        "ref_area": ("area", {row.ref_area for row in files.catalogue.area}),
        "breakdown": ("breakdown", {row.breakdown for row in files.catalogue.breakdown}),
    }
    for at, row in enumerate(files.catalogue.partition):
        of, codes = known[row.dimension]
        for column, code in (("whole", row.whole), ("part", row.part)):
            if code not in codes:
                yield files.problem("partition", at, column, unknown_id(code, codes, f"catalogue/{of}.csv"))


def _said(value: object) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _sets(files: CatalogueFiles) -> dict[tuple[str, str, str], dict[str, int]]:
    """The complete sets: by dimension, whole and id, the line of each part."""
    sets: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for at, row in enumerate(files.catalogue.partition):
        if row.complete:
            sets[row.dimension, row.whole, row.partition_id][row.part] = at
    return sets


def _set_problems(files: CatalogueFiles) -> Iterator[str]:
    """Of two complete sets of a whole neither is in the other: what the larger has besides would be nothing.

    Two that only differ are lawful: a district is its street and the rest, and all of its townships.
    """
    sets = _sets(files)
    for (dimension, whole, name), parts in sets.items():
        for (other_dimension, other_whole, other), more in sets.items():
            if (dimension, whole) == (other_dimension, other_whole) and parts.keys() < more.keys():
                besides = "、".join(sorted(more.keys() - parts.keys()))
                what = (
                    f"{name}: {whole!r} 已由这些部分分完,{other} 却另有 {besides}"
                    f" all of it is in these parts, yet {other} has more"
                )
                here = ("partition", next(iter(parts.values())), "complete")
                yield files.against(here, ("partition", next(iter(more.values())), "complete"), what)


def _overlap_problems(files: CatalogueFiles) -> Iterator[str]:
    """A part that lies in another part of the same set would be counted twice."""
    areas = {row.ref_area: row for row in files.catalogue.area}
    for (dimension, _, name), parts in _sets(files).items():
        if dimension != "ref_area":
            continue
        for part, at in parts.items():
            inside = next((above for above in _above(part, areas) if above in parts), None)
            if inside is not None:
                what = f"{part!r}: 在 {name} 的另一部分 {inside!r} 之内，会重复计算 lies in it: counted twice"
                yield files.against(("partition", at, "part"), ("partition", parts[inside], "part"), what)


def _above(area: str, areas: dict[str, Area]) -> Iterator[str]:
    seen = {area}
    while area in areas and (above := areas[area].parent_statistical) and above not in seen:
        seen.add(above)
        yield above
        area = above


def _of_which_problems(files: CatalogueFiles) -> Iterator[str]:
    """A breakdown that breakdown.csv calls 其中 is in no complete set, and one list is 其中 or complete, never both."""
    rows = files.catalogue.breakdown
    at_of = {row.breakdown: at for at, row in enumerate(rows)}
    for (dimension, _, name), parts in _sets(files).items():
        for part, at in parts.items() if dimension == "breakdown" else ():
            if part in at_of and rows[at_of[part]].relation == "of_which":
                what = f"{part!r}: {name} 说各部分完整，分组表说是其中项 complete parts ↔ of_which"
                there = ("breakdown", at_of[part], "relation")
                yield files.against(("partition", at, "complete"), there, what)
    first: dict[str, int] = {}
    for at, row in enumerate(rows):
        if not row.list or row.relation not in ("of_which", "partition"):
            continue
        earlier = first.setdefault(row.list, at)
        if rows[earlier].relation != row.relation:
            what = f"{row.list}: {row.relation} ≠ {rows[earlier].relation}"
            yield files.against(("breakdown", at, "relation"), ("breakdown", earlier, "relation"), what)
