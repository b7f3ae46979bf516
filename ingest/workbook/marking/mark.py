"""Marks on a copy of an .xlsx: pattern fills, notes and a list; every part that these do not touch stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.workbook.cells.address import position
from ingest.workbook.limits import Limits
from ingest.workbook.marking.copied_package import CONTENT_TYPES, blank_relationships, relationships_name
from ingest.workbook.marking.copied_workbook import SPREADSHEET, CopiedWorkbook
from ingest.workbook.marking.copied_workbook import NotMarkedError as NotMarkedError
from ingest.workbook.marking.list_sheet import ListSheet, list_sheet_xml
from ingest.workbook.marking.marked_sheet import MarkedSheet
from ingest.workbook.marking.part import Part
from ingest.workbook.marking.styles import MarkedStyles, Weight
from ingest.workbook.ooxml.package import Package

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


def marked(
    data: bytes, marks: Iterable[Mark], sheet: ListSheet, limits: Limits, ours: Sequence[str] = ()
) -> bytes:
    """A copy of an .xlsx with marks on its cells and the list as its last sheet. The same arguments give the same bytes.

    `ours`: the names of sheets that are lists of earlier copies; the first is replaced. What such a copy put on cells
    is taken away. NotMarkedError for what must not be changed, Unreadable for what is no sound package.
    """
    copy = _Copy.of_workbook(CopiedWorkbook.of(data, limits))
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    for name in copy.book.sheets:
        if name not in ours:
            copy.mark_sheet(name, by_sheet.get(name, []))
    copy.put_list(sheet, next(iter(ours), None))
    return copy.book.to_bytes()


@dataclass(slots=True)
class _Copy:
    """A workbook that is being marked."""

    book: CopiedWorkbook
    styles: MarkedStyles
    styles_part: str

    @classmethod
    def of_workbook(cls, book: CopiedWorkbook) -> _Copy:
        styles_part = book.related_part("styles")
        data = book.parts.read(styles_part) if styles_part else None
        return cls(book, MarkedStyles(data, book.namespace), styles_part)

    def mark_sheet(self, name: str, marks: list[Mark]) -> None:
        """Mark the cells of one sheet; a sheet without a mark, old or new, stays the bytes that it was."""
        part = self.book.sheets[name]
        noted = self.book.notes_of(part)
        if not marks and not self.styles.has_marks and noted is None:
            return
        weights: dict[tuple[int, int], Weight] = {}
        texts: dict[tuple[int, int], str] = {}
        for mark in marks:
            place = position(mark.cell)
            weights[place] = min(weights.get(place, Weight.WEAK), mark.weight, key=_HEAVIEST.index)
            texts[place] = f"{texts[place]}\n{mark.note}" if place in texts else mark.note
        before = self.book.parts.read(part)
        sheet = MarkedSheet(Part(before), self.styles, weights)
        self.book.put_notes(part, sheet, noted, texts)
        after = sheet.part.to_bytes()
        if after != before:
            self.book.parts.put(part, after)

    def put_list(self, sheet: ListSheet, in_place_of: str | None) -> None:
        """Add the list as the last sheet, or put it where an earlier one is."""
        sheets = self.book.sheets
        xml = list_sheet_xml(sheet, self.book.namespace, self.styles.look)
        if in_place_of in sheets:
            part = sheets[in_place_of]
            self.book.parts.put(part, xml)
            if self.book.parts.has(relationships_name(part)):  # of what it held: a printer's settings
                self.book.parts.put(relationships_name(part), blank_relationships())
        else:
            self._add_sheet(sheet, xml)
        if self.styles_part:
            self.book.parts.put(self.styles_part, self.styles.to_bytes())
        else:
            new = self.book.parts.free_name("xl/styles{}.xml")
            self.book.parts.put(new, self.styles.to_bytes())
            self.book.parts.declare(new, f"{SPREADSHEET}styles+xml")
            self.book.parts.relate(self.book.workbook, self.book.type_of("styles"), new)

    def _add_sheet(self, sheet: ListSheet, xml: bytes) -> None:
        part = self.book.parts.free_name("xl/worksheets/sheet{}.xml")
        self.book.parts.put(part, xml)
        self.book.parts.declare(part, f"{SPREADSHEET}worksheet+xml")
        relationship = self.book.parts.relate(self.book.workbook, self.book.type_of("worksheet"), part)
        book = self.book.parts.part(self.book.workbook)
        (listed,) = book.elements({"sheets"}, deepest=1)
        every = book.elements({"sheet"}, deepest=2)
        number = max((int(one.attributes.get("sheetId", "0")) for one in every), default=0) + 1
        stated = f'xmlns:r="{book.relationship_types}" r:id="{relationship}"'
        book.append_to(listed, f'<{book.prefix}sheet {stated} name="{sheet.name}" sheetId="{number}"/>')
        self.book.parts.put(self.book.workbook, book.to_bytes())


def extension_of(data: bytes, limits: Limits) -> str:
    """What Excel wants the name of a package to end with, whatever it is called: one that differs it does not open."""
    package = Package.open(data, limits)
    types = b"".join(package.chunks(CONTENT_TYPES))
    return next((extension for kind, extension in _EXTENSIONS.items() if kind.encode() in types), ".xlsx")
