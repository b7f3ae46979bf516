"""A copy of an .xlsx with values in some of its cells, each with a note. Formats stay, and so does all else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from ingest.workbook.cells.address import position
from ingest.workbook.filling.filled_sheet import UnmarkedStyles, with_values
from ingest.workbook.filling.renamed import rename
from ingest.workbook.limits import Limits
from ingest.workbook.marking.copied_workbook import CopiedWorkbook
from ingest.workbook.marking.marked_sheet import MarkedSheet
from ingest.workbook.marking.notes import Writer
from ingest.workbook.marking.part import Part
from ingest.workbook.marking.styles import MarkedStyles, Weight

OF_VALUES = Writer("取数", "【取数】")
# What stands before calcPr in a workbook part (CT_Workbook).
_BEFORE_CALCULATION = frozenset(
    {
        "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
        "externalReferences", "definedNames",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fill:
    """What a cell gets: a number, a text, or None to leave it blank; and what its note says, '' for none. `is_marked`:
    whether its format shows the mark of the copy behind it."""

    sheet: str
    cell: str
    value: Decimal | str | None
    note: str = ""
    is_marked: bool = False


def filled(
    data: bytes,
    fills: Iterable[Fill],
    limits: Limits,
    mark: str,
    names: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The copy. `mark`: what formats show behind some of its figures, (示例), so that it is seen on paper too. A formula in a cell that is filled gives way to its value; other formulas are worked out anew when the copy
    is opened. `names`: what sheets are called in the copy, where that is another name than they have.

    NotMarkedError for what must not be changed, SharedFormulaError for a formula that cells left as they are rest on,
    Unreadable for what is no sound package.
    """
    copy = CopiedWorkbook.of(data, limits, OF_VALUES, adds_sheet=False)
    by_sheet: dict[str, list[Fill]] = {}
    for fill in fills:
        by_sheet.setdefault(fill.sheet, []).append(fill)
    lost_formula = False
    styles_part = copy.related_part("styles")
    styles = MarkedStyles(copy.parts.read(styles_part), copy.namespace) if styles_part else None
    for name, of_sheet in by_sheet.items():
        lost_formula |= _fill_sheet(copy, copy.sheets[name], of_sheet, styles, mark)
    for before, after in names.items():
        rename(copy, before, after)
    if styles and styles.has_new:
        copy.parts.put(styles_part, styles.to_bytes())
    if lost_formula:
        _forget_order_of_formulas(copy)
    _work_out_anew(copy)
    return copy.to_bytes()


def _fill_sheet(
    copy: CopiedWorkbook, part: str, fills: list[Fill], styles: MarkedStyles | None, mark: str
) -> bool:
    """Fill the cells of a sheet; whether a formula gave way."""
    places = {position(fill.cell): fill for fill in fills}
    # Cells that are not there yet are put in by what marks use, in the style that their row or column gives them.
    sheet = MarkedSheet(Part(copy.parts.read(part)), UnmarkedStyles(), dict.fromkeys(places, Weight.WEAK))
    copy.put_notes(
        part, sheet, copy.notes_of(part), {place: fill.note for place, fill in places.items() if fill.note}
    )

    def style(place: tuple[int, int], stated: int) -> int:
        fill = places[place]
        if styles is None:
            return stated
        of_text = isinstance(fill.value, str)
        return styles.with_literal(stated, mark, is_shown=fill.is_marked, of_text=of_text)

    values = {place: fill.value for place, fill in places.items()}
    made, lost_formula = with_values(sheet.part.to_bytes(), values, style)
    copy.parts.put(part, made)
    return lost_formula


def _forget_order_of_formulas(copy: CopiedWorkbook) -> None:
    """Leave out the list of cells with formulas: Excel takes one that names a cell without any for damage, and makes it
    anew where there is none."""
    if chain := copy.related_part("calcChain"):
        copy.parts.drop(chain)
        copy.parts.unrelate(copy.workbook, "calcChain")


def _work_out_anew(copy: CopiedWorkbook) -> None:
    """Have formulas worked out when the copy is opened: what they rest on may have changed."""
    if not any(
        b"<f" in copy.parts.read(part) or b":f" in copy.parts.read(part) for part in copy.sheets.values()
    ):
        return
    book = copy.parts.part(copy.workbook)
    stated = book.elements({"calcPr"}, deepest=1)
    if stated:
        book.set_attributes(stated[0], {"fullCalcOnLoad": "1"})
    else:
        before = [one.end for one in book.elements(_BEFORE_CALCULATION, deepest=1) if one.depth == 1]
        book.insert(max(before), f'<{book.prefix}calcPr fullCalcOnLoad="1"/>')
    copy.parts.put(copy.workbook, book.to_bytes())
