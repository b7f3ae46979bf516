"""Whose return it is: the areas that a title and the line of the reporting unit name, against the office's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.label import label_key
from ingest.office.catalogue import Area
from ingest.office.facts import Office
from ingest.reading.tables.table import FormTable, text_of
from ingest.workbook.cells.cell import Kind

_REPORTING_UNIT = re.compile(r"\s*(?:填\s*报|填\s*表|报\s*送|编\s*报|报\s*出)\s*单\s*位")
# What the name of a street or a town ends with, and how it is cut short: 竹岛街道, 竹岛街办, 竹岛办.
_ENDING = re.compile(r"(?:街道|镇|乡)$")
_SHORT = ("街道", "街办", "办事处", "办", "镇", "乡")
# A name of two to four signs. 各镇, 乡镇, 城镇, 城乡 and 家乡 name no place; 镇街 and 乡村 are no ending of a name.
_NAME = re.compile(
    r"(?P<name>(?:(?![各乡城集全本该街镇省市区县年月日])[\u4e00-\u9fff]){2,4})(?<![家下返故同老小古强名重])"
    r"(?P<kind>街道|镇(?![街乡村区域级长])|乡(?![镇村下土亲情]))"
)


def other_area(table: FormTable, office: Office, place: Place) -> list[Finding]:
    """A title, or the line of who reports, that names another area and not the office's own.

    On a form whose rows are areas the title may name what holds the office's own: 环翠区各镇街. Where neither names
    any area, a sheet or a file that is named for another one says it.
    """
    own = office.areas[office.ref_area]
    fine = {own.ref_area, *(_above(own, office) if _lists_areas(table) else ())}
    said = [(cell, list(_named(text, table.form.title, office))) for cell, text in _texts(table)]
    if not any(named for _, named in said):
        names = label_key(f"{table.sheet.name} {place.file.rpartition('.')[0]}")
        beside = (
            one for one in _named(names, table.form.title, office) if _is_neighbour(one[0], own, office)
        )
        said.append(("A1", list(beside)))
    for cell, named in said:
        if named and not any(ref_area in fine for ref_area, _ in named):
            found = "、".join(dict.fromkeys(words for _, words in named))
            return [
                finding("AREA_MISMATCH", place.at(cell), found=found, expected=own.area_zh, subject="area")
            ]
    return []


def _is_neighbour(ref_area: str, own: Area, office: Office) -> bool:
    """Whether an area of the catalogue is of the office's own level. In the name of a file 环翠区 is but its address."""
    return ref_area in office.areas and office.areas[ref_area].area_level == own.area_level


def _lists_areas(table: FormTable) -> bool:
    return any(row.areas or "ref_area" in row.value for row in table.form.rows)


def _above(own: Area, office: Office) -> Iterator[str]:
    """The areas that hold one, from the next to the outermost."""
    area: Area | None = own
    while area and area.parent_civil and (area := office.areas.get(area.parent_civil)):
        yield area.ref_area


def _texts(table: FormTable) -> Iterator[tuple[str, str]]:
    """The cells that say whose the return is, with their texts made comparable."""
    for cell in table.above:
        if cell.kind is Kind.TEXT and table.form.title in label_key(text_of(cell)):
            yield cell.address, label_key(text_of(cell))
    for cell in table.sheet.cells():
        if cell.kind is Kind.TEXT and _REPORTING_UNIT.match(str(cell.value)):
            yield cell.address, label_key(text_of(cell))


def _named(text: str, title: str, office: Office) -> Iterator[tuple[str, str]]:
    """The areas that a text names, as (id, words); of a street or town that no catalogue knows the id is empty."""
    rest = text.replace(title, " ")
    for area in sorted(office.areas.values(), key=lambda area: -len(area.area_zh)):
        word = next((word for word in _words(area) if word in rest), "")
        if word:
            yield area.ref_area, word
            rest = rest.replace(word, " ")
    for match in _NAME.finditer(rest):
        yield "", match[0]


def _words(area: Area) -> Iterator[str]:
    """What an area is called, and a street or a town for short."""
    full = label_key(area.area_zh)
    yield full
    stem = _ENDING.sub("", full)
    if stem != full:
        yield from (stem + ending for ending in _SHORT)
