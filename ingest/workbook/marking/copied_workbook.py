"""A workbook of the OOXML kind that is copied part by part: its worksheets by name, and the notes on their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.workbook.limits import Limits
from ingest.workbook.marking.copied_package import CopiedPackage
from ingest.workbook.marking.marked_sheet import MarkedSheet
from ingest.workbook.marking.notes import (
    OF_FINDINGS,
    NotedSheet,
    Writer,
    blank_drawing,
    blank_notes,
    blocks_of,
)
from ingest.workbook.marking.unmarkable import why_unmarkable
from ingest.workbook.ooxml.listed_sheets import workbook_part
from ingest.workbook.ooxml.markup import Relationship, relationships
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import decoded

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/spreadsheetml/main"
# Ids of the boxes of notes come from blocks of 1,024; Excel itself begins at the first.
_FIRST_BLOCK = 64


class NotMarkedError(Exception):
    """The workbook is not to be changed: why, in Chinese and in English."""

    def __init__(self, why_zh: str, why_en: str) -> None:
        super().__init__(why_zh, why_en)
        self.why_zh, self.why_en = why_zh, why_en


@dataclass(slots=True)
class CopiedWorkbook:
    """The package and what its workbook part names. `writer`: whose notes are put on it."""

    parts: CopiedPackage
    package: Package
    workbook: str
    related: Mapping[str, Relationship]
    is_strict: bool
    writer: Writer

    @classmethod
    def of(
        cls, data: bytes, limits: Limits, writer: Writer = OF_FINDINGS, *, adds_sheet: bool = True
    ) -> CopiedWorkbook:
        """NotMarkedError for what must not be changed, Unreadable for what is no sound package."""
        # Each part is met twice, once to be changed and once to be copied.
        package = Package.open(data, replace(limits, total_bytes=3 * limits.total_bytes))
        parts = CopiedPackage.of(data, package)
        workbook = workbook_part(package)
        if why := why_unmarkable(package, parts, workbook, adds_sheet=adds_sheet):
            raise NotMarkedError(*why)
        is_strict = parts.part(workbook).is_strict
        return cls(parts, package, workbook, relationships(package, workbook), is_strict, writer)

    @property
    def namespace(self) -> str:
        """That of the parts of this workbook."""
        return _STRICT_NAMESPACE if self.is_strict else _NAMESPACE

    @property
    def sheets(self) -> dict[str, str]:
        """The worksheets' parts by name, in their order."""
        found = {}
        for element in self.parts.part(self.workbook).elements({"sheet"}, deepest=2):
            ids = [value for name, value in element.attributes.items() if name.endswith(":id")]
            target = self.related.get(ids[0]) if ids else None
            if target and target.kind == "worksheet" and not target.external:
                found[decoded(element.attributes.get("name", ""))] = target.target
        return found

    def related_part(self, kind: str) -> str:
        """The part of a kind that the workbook names; '' for none."""
        return next(
            (one.target for one in self.related.values() if one.kind == kind and not one.external), ""
        )

    def notes_of(self, part: str) -> str | None:
        """The part with the notes of a sheet."""
        return self._of_sheet(part, "comments") or None

    def _of_sheet(self, part: str, kind: str) -> str:
        found = (one.target for one in relationships(self.package, part).values() if one.kind == kind)
        return next((target for target in found if self.package.has(target)), "")

    def put_notes(
        self, part: str, sheet: MarkedSheet, notes_part: str | None, texts: Mapping[tuple[int, int], str]
    ) -> None:
        """Put notes on cells of a sheet; those that an earlier copy put there are taken away."""
        drawing_part = self._of_sheet(part, "vmlDrawing") if sheet.drawing else ""
        before = NotedSheet(
            self.parts.read(notes_part) if notes_part else blank_notes(self.namespace),
            self.parts.read(drawing_part) if drawing_part else blank_drawing(self._free_block()),
            self.writer,
        )
        after = before.without_ours()
        if texts:
            after = after.with_notes(texts)
        if notes_part and after.notes != before.notes:
            self.parts.put(notes_part, after.notes)
        elif texts and not notes_part:
            new = self.parts.free_name("xl/comments{}.xml")
            self.parts.put(new, after.notes)
            self.parts.declare(new, f"{SPREADSHEET}comments+xml")
            self.parts.relate(part, self.type_of("comments"), new)
        if drawing_part and after.drawing != before.drawing:
            self.parts.put(drawing_part, after.drawing)
        elif texts and not drawing_part:
            new = self.parts.free_name("xl/drawings/vmlDrawing{}.vml")
            self.parts.put(new, after.drawing)
            self.parts.declare_extension("vml", _VML)
            sheet.put_drawing(self.parts.relate(part, self.type_of("vmlDrawing"), new))

    def _free_block(self) -> int:
        used = {_FIRST_BLOCK - 1}
        for name in self.parts.names():
            if name.endswith(".vml"):
                used |= blocks_of(self.parts.read(name))
        return max(used) + 1

    def type_of(self, kind: str) -> str:
        """The whole type of a relationship in this workbook."""
        return f"{self.parts.part(self.workbook).relationship_types}/{kind}"

    def to_bytes(self) -> bytes:
        """The copy."""
        return self.parts.to_bytes()
