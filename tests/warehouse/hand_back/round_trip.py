"""One workbook marked and opened again by openpyxl and by our own reader: what is not as it has to be, in words."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import openpyxl

from ingest.finding.finding import Finding, finding
from ingest.finding.message import messages
from ingest.finding.problem import Place
from ingest.reading.explanation import is_list_of_findings
from ingest.workbook.cells.cell import Sheet
from ingest.workbook.cells.cell import Workbook as Read
from ingest.workbook.limits import Limits
from ingest.workbook.marking.where_seen import where_seen
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.workbook.marking.rich_workbook import parts, said
from tests.ingest.workbook.marking.variants import transitional
from warehouse.hand_back.copied import CopyKind
from warehouse.hand_back.copies import copy_of
from warehouse.hand_back.review import Review, State, items_of

MARKED_PARTS = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/worksheets/sheet\d+\.xml"
    r"|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/comments/?\w*\.xml|xl/(drawings/)?\w*[vV]ml\w*\.vml|xl/\w*[sS]tyles\w*\.xml"
    r"|xl/drawings/(commentsDrawing|vmlDrawing)\d*\.vml"
)
_PATTERNS = {"lightTrellis", "lightUp", "gray125"}
_RULES = [code for code, one in messages().items() if one.is_rule and one.scope == "submission"]
_FEW = 8  # cells that are marked in each workbook


@dataclass(frozen=True, slots=True)
class Trip:
    """What came of one: the kind of its copy, how many marks it has, and what is wrong with it."""

    kind: str
    marks: int
    wrong: tuple[str, ...]


def round_trip(data: bytes, name: str) -> Trip:
    """Mark some cells of a workbook and look at all of the copy. A file that cannot be read comes back as the list."""
    try:
        before = read_workbook(data)
    except Unreadable as refused:
        made, copy = copy_of(data, _review(name, [_found("DAMAGED_FILE", "", "")]), Limits())
        wrong = [] if made.kind is CopyKind.LISTED else [f"{refused.code} and yet {made.kind}"]
        return Trip(made.kind, 0, (*wrong, *_opens(copy)))
    findings = list(_findings(before))
    made, copy = copy_of(data, _review(name, findings), Limits())
    if made.kind is CopyKind.LISTED:
        return Trip(made.kind, 0, (*(() if made.why_zh else ("no reason",)), *_opens(copy)))
    again = read_workbook(copy)
    wrong = [*_opens(copy), *_noted(before, again, findings, made.kind)]
    if made.kind is CopyKind.MARKED:
        wrong += [*_parts(data, copy), *_cells(before, again), *_by_openpyxl(data, copy, before, findings)]
    else:
        wrong += _values(before, again)
    return Trip(made.kind, len(findings), tuple(wrong))


def _found(rule: str, sheet: str, cell: str) -> Finding:
    return finding(rule, Place("台账.xlsx", sheet, cell), found="1", subject=f"{sheet}|{cell}|{rule}")


def _findings(workbook: Read) -> Iterator[Finding]:
    """A finding at some cells of the first sheets, of a rule each: the first and last, some between, one beside the table."""
    filled = [(sheet, cell) for sheet in workbook.sheets[:3] for cell in sheet.cells()]
    step = max(1, len(filled) // (_FEW - 2))
    chosen = [*filled[:: max(1, step)], *filled[-1:]][: _FEW - 1]
    places = dict.fromkeys((sheet.name, cell.address) for sheet, cell in chosen)
    sheet = workbook.sheets[0]
    if sheet.max_row:
        places[sheet.name, f"A{sheet.max_row + 2}"] = None
    for rule, (name, cell) in zip(_RULES, places or {(sheet.name, "A1"): None}, strict=False):
        yield _found(rule, name, cell)


def _review(name: str, findings: Sequence[Finding]) -> Review:
    return Review(
        submission_id="0" * 16, file_name=name, sha256="0" * 64, size_bytes=1,
        received_at=datetime(2024, 1, 5, 1, 30, tzinfo=UTC), department_zh="经济发展办公室", form_id="L03",
        form_zh="外资到账明细表", period="2023-12", state=State.TO_MEND, items=items_of(findings, {}, {}),
        figures=3, rows=4, held_values=0,
    )  # fmt: skip


def _opens(copy: bytes) -> Iterator[str]:
    try:
        book = _openpyxl(copy)
    except Exception as error:  # noqa: BLE001 - whatever it says is what is wrong
        yield f"openpyxl: {type(error).__name__} {error}"
        return
    if "审核意见" not in book.sheetnames[-1]:
        yield f"the last sheet is {book.sheetnames[-1]}"


def _openpyxl(data: bytes, *, values: bool = False) -> Any:
    if any(b"purl.oclc.org/ooxml/spreadsheetml" in content for content in parts(data).values()):
        data = transitional(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it does not know and drops
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def _parts(data: bytes, copy: bytes) -> Iterator[str]:
    before, after = parts(data), parts(copy)
    for name, content in before.items():
        if name not in after:
            yield f"part {name} is gone"
        elif after[name] != content and not MARKED_PARTS.fullmatch(name):
            yield f"part {name} has changed"


def own(workbook: Read) -> list[Sheet]:
    return [sheet for sheet in workbook.sheets if not is_list_of_findings(sheet)]


def _cells(before: Read, again: Read) -> Iterator[str]:
    old, new = own(before), own(again)
    if [sheet.name for sheet in old] != [sheet.name for sheet in new]:
        yield f"sheets {[sheet.name for sheet in new]}"
        return
    for one, other in zip(old, new, strict=True):
        if said(one) != said(other):
            yield f"{one.name}: cells are not read as before"


def _values(before: Read, again: Read) -> Iterator[str]:
    """Of another format: what was read of it stands in the copy, value by value."""
    for one, other in zip(own(before), own(again), strict=False):
        # A text of nothing and a blank cell look alike, and only the first formats tell them apart.
        old = {c.address: c.value for c in one.cells() if c.value not in (None, "")}
        new = {c.address: c.value for c in other.cells()}
        different = [address for address in old if old[address] != new.get(address)]
        if different:
            address = different[0]
            yield f"{one.name}!{address}: {old[address]!r} became {new.get(address)!r} (…{len(different)})"


def _noted(before: Read, again: Read, findings: Sequence[Finding], kind: CopyKind) -> Iterator[str]:
    """Each finding's note is on its cell, below what was noted there before."""
    by_name = {sheet.name: sheet for sheet in again.sheets}
    for one in findings:
        seen = where_seen(before, one.sheet, one.cell)
        old = next(sheet for sheet in before.sheets if sheet.name == seen.sheet)
        sheet = by_name.get(seen.sheet) or (own(again)[0] if kind is CopyKind.REWRITTEN else None)
        texts = [
            text
            for (row, column), text in (sheet.comments if sheet else {}).items()
            if sheet and sheet.cell(row, column).address == seen.cell
        ]
        if len(texts) != 1 or one.rule not in texts[0]:
            yield f"{seen.sheet}!{seen.cell}: no note of {one.rule}"
        elif kind is CopyKind.MARKED:
            was = [text for (r, c), text in old.comments.items() if old.cell(r, c).address == seen.cell]
            if was and not texts[0].startswith(was[0]):
                yield f"{seen.sheet}!{seen.cell}: the department's own note is gone"


def _by_openpyxl(data: bytes, copy: bytes, workbook: Read, findings: Sequence[Finding]) -> Iterator[str]:
    """Values, stored values, formats, fonts, merges and fills as openpyxl has them."""
    try:
        old, old_values = _openpyxl(data), _openpyxl(data, values=True)
    except Exception:  # noqa: BLE001 - it cannot open the original; then it cannot compare
        return
    new, new_values = _openpyxl(copy), _openpyxl(copy, values=True)
    seen = {(s.sheet, s.cell) for s in (where_seen(workbook, one.sheet, one.cell) for one in findings)}
    for page in old.worksheets:
        if page.title not in new.sheetnames or page.title.startswith("审核意见"):
            continue
        other = new[page.title]
        if sorted(map(str, page.merged_cells.ranges)) != sorted(map(str, other.merged_cells.ranges)):
            yield f"{page.title}: merges"
        yield from _same_cells(page, other, {cell for sheet, cell in seen if sheet == page.title})
        yield from _same_stored(old_values[page.title], new_values[page.title])
        for sheet, cell in seen:
            if sheet == page.title and other[cell].fill.patternType not in _PATTERNS:
                yield f"{sheet}!{cell}: fill {other[cell].fill.patternType}"


def _same_cells(page: Any, other: Any, marked: set[str]) -> Iterator[str]:
    for row in page.iter_rows():
        for cell in row:
            twin = other[cell.coordinate]
            if cell.coordinate in marked and cell.value is None and not cell.has_style:
                continue  # it was not there, and has the look of its column now
            was, now = _shown(cell), _shown(twin)
            different = [name for name in was if was[name] != now[name]]
            if different:
                name = different[0]
                yield f"{page.title}!{cell.coordinate}: {name} {was[name]} became {now[name]}"
                return
            if (
                cell.coordinate not in marked
                and _bare(cell.fill) != _bare(twin.fill)
                and not _is_ours(cell.fill)
            ):
                yield f"{page.title}!{cell.coordinate}: its fill"
                return


def _is_ours(fill: Any) -> bool:
    """A fill that an earlier copy has put there: it is taken away."""
    return fill.patternType in _PATTERNS


def _bare(proxy: Any) -> Any:
    """The style itself: openpyxl hands out what stands for it, and two of those are never equal."""
    return proxy._StyleProxy__target


def _shown(cell: Any) -> Mapping[str, Any]:
    formula = getattr(cell.value, "text", cell.value)
    return {
        "value": formula, "format": cell.number_format, "font": _bare(cell.font), "border": _bare(cell.border),
        "alignment": _bare(cell.alignment), "locked": cell.protection.locked,
    }  # fmt: skip


def _same_stored(page: Any, other: Any) -> Iterator[str]:
    for row in page.iter_rows():
        for cell in row:
            if cell.value != other[cell.coordinate].value:
                yield f"{page.title}!{cell.coordinate}: stored {cell.value!r} became {other[cell.coordinate].value!r}"
                return
