"""Marks on a copy of an .xlsx: pattern fills, notes and a list; every part that these do not touch stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.workbook.cells.address import position
from ingest.workbook.limits import Limits
from ingest.workbook.marking.copied_package import (
    CONTENT_TYPES,
    CopiedPackage,
    blank_relationships,
    relationships_name,
)
from ingest.workbook.marking.list_sheet import ListSheet, list_sheet_xml
from ingest.workbook.marking.marked_sheet import MarkedSheet
from ingest.workbook.marking.notes import NotedSheet, blank_drawing, blank_notes, blocks_of
from ingest.workbook.marking.part import Part
from ingest.workbook.marking.styles import MarkedStyles, Weight
from ingest.workbook.marking.unmarkable import why_unmarkable
from ingest.workbook.ooxml.listed_sheets import workbook_part
from ingest.workbook.ooxml.markup import Relationship, relationships
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import decoded

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/spreadsheetml/main"
# Ids of the boxes of notes come from blocks of 1,024; Excel itself begins at the first.
_FIRST_BLOCK = 64
_HEAVIEST = list(Weight)
_EXTENSIONS = {
    "sheet.macroEnabled.main+xml": ".xlsm",
    "template.macroEnabled.main+xml": ".xltm",
    "template.main+xml": ".xltx",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a cell that is there to be seen, with what its note says."""

    sheet: str
    cell: str
    weight: Weight
    note: str


class NotMarkedError(Exception):
    """The workbook is not to be changed: why, in Chinese and in English."""

    def __init__(self, why_zh: str, why_en: str) -> None:
        super().__init__(why_zh, why_en)
        self.why_zh, self.why_en = why_zh, why_en


def marked(
    data: bytes, marks: Iterable[Mark], sheet: ListSheet, limits: Limits, ours: Sequence[str] = ()
) -> bytes:
    """A copy of an .xlsx with marks on its cells and the list as its last sheet. The same arguments give the same bytes.

    `ours`: the names of sheets that are lists of earlier copies; the first is replaced. What such a copy put on cells
    is taken away. NotMarkedError for what must not be changed, Unreadable for what is no sound package.
    """
    # Each part is met twice, once to be changed and once to be copied.
    package = Package.open(data, replace(limits, total_bytes=3 * limits.total_bytes))
    copy = _Copy(CopiedPackage.of(data, package), package)
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    for name in copy.sheets:
        if name not in ours:
            copy.mark_sheet(name, by_sheet.get(name, []))
    copy.put_list(sheet, next(iter(ours), None))
    return copy.to_bytes()


@dataclass(slots=True)
class _Copy:
    """A package that is being marked."""

    parts: CopiedPackage
    package: Package
    workbook: str = ""
    related: Mapping[str, Relationship] | None = None
    styles: MarkedStyles | None = None
    styles_part: str = ""
    is_strict: bool = False

    def __post_init__(self) -> None:
        self.workbook = workbook_part(self.package)
        why = why_unmarkable(self.package, self.parts, self.workbook)
        if why:
            raise NotMarkedError(*why)
        self.is_strict = self.parts.part(self.workbook).is_strict
        self.related = relationships(self.package, self.workbook)
        by_kind = {one.kind: one.target for one in self.related.values() if not one.external}
        self.styles_part = by_kind.get("styles", "")
        data = self.parts.read(self.styles_part) if self.styles_part else None
        self.styles = MarkedStyles(data, self.namespace)

    @property
    def namespace(self) -> str:
        """That of the parts of this workbook."""
        return _STRICT_NAMESPACE if self.is_strict else _NAMESPACE

    @property
    def sheets(self) -> dict[str, str]:
        """The worksheets' parts by name, in their order."""
        assert self.related is not None
        found = {}
        for element in self.parts.part(self.workbook).elements({"sheet"}, deepest=2):
            ids = [value for name, value in element.attributes.items() if name.endswith(":id")]
            target = self.related.get(ids[0]) if ids else None
            if target and target.kind == "worksheet" and not target.external:
                found[decoded(element.attributes.get("name", ""))] = target.target
        return found

    def mark_sheet(self, name: str, marks: list[Mark]) -> None:
        """Mark the cells of one sheet; a sheet without a mark, old or new, stays the bytes that it was."""
        assert self.styles is not None
        part = self.sheets[name]
        noted = self._notes_of(part)
        if not marks and not self.styles.has_marks and noted is None:
            return
        weights: dict[tuple[int, int], Weight] = {}
        texts: dict[tuple[int, int], str] = {}
        for mark in marks:
            place = position(mark.cell)
            weights[place] = min(weights.get(place, Weight.WEAK), mark.weight, key=_HEAVIEST.index)
            texts[place] = f"{texts[place]}\n{mark.note}" if place in texts else mark.note
        before = self.parts.read(part)
        sheet = MarkedSheet(Part(before), self.styles, weights)
        self._put_notes(part, sheet, noted, texts)
        after = sheet.part.to_bytes()
        if after != before:
            self.parts.put(part, after)

    def _related(self, part: str, kind: str) -> str:
        found = (one.target for one in relationships(self.package, part).values() if one.kind == kind)
        return next((target for target in found if self.package.has(target)), "")

    def _notes_of(self, part: str) -> str | None:
        return self._related(part, "comments") or None

    def _put_notes(
        self, part: str, sheet: MarkedSheet, notes_part: str | None, texts: Mapping[tuple[int, int], str]
    ) -> None:
        drawing_part = self._related(part, "vmlDrawing") if sheet.drawing else ""
        before = NotedSheet(
            self.parts.read(notes_part) if notes_part else blank_notes(self.namespace),
            self.parts.read(drawing_part) if drawing_part else blank_drawing(self._free_block()),
        )
        after = before.without_ours()
        if texts:
            after = after.with_notes(texts)
        if notes_part and after.notes != before.notes:
            self.parts.put(notes_part, after.notes)
        elif texts and not notes_part:
            new = self.parts.free_name("xl/comments{}.xml")
            self.parts.put(new, after.notes)
            self.parts.declare(new, f"{_TYPE}comments+xml")
            self.parts.relate(part, self._type("comments"), new)
        if drawing_part and after.drawing != before.drawing:
            self.parts.put(drawing_part, after.drawing)
        elif texts and not drawing_part:
            new = self.parts.free_name("xl/drawings/vmlDrawing{}.vml")
            self.parts.put(new, after.drawing)
            self.parts.declare_extension("vml", _VML)
            sheet.put_drawing(self.parts.relate(part, self._type("vmlDrawing"), new))

    def _free_block(self) -> int:
        used = {_FIRST_BLOCK - 1}
        for name in self.parts.names():
            if name.endswith(".vml"):
                used |= blocks_of(self.parts.read(name))
        return max(used) + 1

    def _type(self, kind: str) -> str:
        return f"{self.parts.part(self.workbook).relationship_types}/{kind}"

    def put_list(self, sheet: ListSheet, in_place_of: str | None) -> None:
        """Add the list as the last sheet, or put it where an earlier one is."""
        assert self.styles is not None
        sheets = self.sheets
        xml = list_sheet_xml(sheet, self.namespace, self.styles.look)
        if in_place_of in sheets:
            part = sheets[in_place_of]
            self.parts.put(part, xml)
            if self.parts.has(relationships_name(part)):  # of what it held: a printer's settings
                self.parts.put(relationships_name(part), blank_relationships())
        else:
            self._add_sheet(sheet, xml)
        if self.styles_part:
            self.parts.put(self.styles_part, self.styles.to_bytes())
        else:
            new = self.parts.free_name("xl/styles{}.xml")
            self.parts.put(new, self.styles.to_bytes())
            self.parts.declare(new, f"{_TYPE}styles+xml")
            self.parts.relate(self.workbook, self._type("styles"), new)

    def _add_sheet(self, sheet: ListSheet, xml: bytes) -> None:
        part = self.parts.free_name("xl/worksheets/sheet{}.xml")
        self.parts.put(part, xml)
        self.parts.declare(part, f"{_TYPE}worksheet+xml")
        relationship = self.parts.relate(self.workbook, self._type("worksheet"), part)
        book = self.parts.part(self.workbook)
        (listed,) = book.elements({"sheets"}, deepest=1)
        every = book.elements({"sheet"}, deepest=2)
        number = max((int(one.attributes.get("sheetId", "0")) for one in every), default=0) + 1
        stated = f'xmlns:r="{book.relationship_types}" r:id="{relationship}"'
        book.append_to(listed, f'<{book.prefix}sheet {stated} name="{sheet.name}" sheetId="{number}"/>')
        self.parts.put(self.workbook, book.to_bytes())

    def to_bytes(self) -> bytes:
        """The copy."""
        return self.parts.to_bytes()


def extension_of(data: bytes, limits: Limits) -> str:
    """What Excel wants the name of a package to end with, whatever it is called: one that differs it does not open."""
    package = Package.open(data, limits)
    types = b"".join(package.chunks(CONTENT_TYPES))
    return next((extension for kind, extension in _EXTENSIONS.items() if kind.encode() in types), ".xlsx")
