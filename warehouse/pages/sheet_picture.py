"""A piece of a department's sheet around the cells that a page is about: read again from the archived file, so that
a person sees the cell where the department wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ingest.finding.refusal import Refusal
from ingest.workbook.cells.address import column_letters, position
from ingest.workbook.cells.cell import Cell, Kind, Sheet
from ingest.workbook.limits import MIB, Limits
from ingest.workbook.read import read_workbook
from warehouse.home import Home
from warehouse.store.archive import path_of, read

# A larger one takes longer to read than all the pages of a night.
_LARGEST = 4 * MIB
_ROWS_ABOVE, _ROWS_BELOW, _COLUMNS_BESIDE = 4, 2, 3
# The rows at the top that name the columns, where the piece begins below them.
_HEAD = 4
_LONGEST = 48
# Significant digits, of which Excel shows no more.
_DIGITS = 15

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The cells of one sheet of an archived file that a page is about; the piece is cut around the first."""

    sha256: str
    file: str
    sheet: str
    cells: tuple[str, ...]


class Shown(NamedTuple):
    """One cell: where, what stands in it, and whether it is a number or blank."""

    row: int
    column: int
    text: str
    is_number: bool = False
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A piece of a sheet. `columns`: their letters, and whether they are far from the cell in question; `rows`: their
    numbers with their cells, a number 0 for rows that are left out; `hits`: the cells in question.

    `why_not`: where the file cannot be shown, why; then there are no rows.
    """

    file: str
    sheet: str
    cells: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...] = ()
    rows: tuple[tuple[int, tuple[Shown, ...]], ...] = ()
    hits: frozenset[Place] = frozenset()
    hidden: bool = False
    why_not: str = ""


def pictures(home: Home, limits: Limits, wanted: Iterable[Wanted]) -> dict[Wanted, Picture]:
    """The pieces that are asked for. Each file is read once; one that cannot be is said so in its place."""
    by_file: dict[str, list[Wanted]] = {}
    for each in dict.fromkeys(wanted):
        by_file.setdefault(each.sha256, []).append(each)
    return {each: picture for asked in by_file.values() for each, picture in _of_file(home, limits, asked)}


def _of_file(home: Home, limits: Limits, asked: list[Wanted]) -> Iterator[tuple[Wanted, Picture]]:
    sha256 = asked[0].sha256
    sheets: dict[str, _Drawn] = {}
    try:
        if path_of(home, sha256).stat().st_size > _LARGEST:
            why = f"原件大于{_LARGEST // MIB} MiB，不在页上画出；请打开原件看"
        else:
            read_from = read_workbook(read(home, sha256), limits)
            sheets = {sheet.name: _Drawn(sheet) for sheet in read_from.sheets}
            why = "原件中没有这张工作表"
    except FileNotFoundError:
        why = "存档中没有原件，只有它的 SHA-256"
    except Refusal as error:
        why = f"原件读不出（{error.code}）"
    for each in asked:
        sheet = sheets.get(each.sheet)
        if sheet is None:
            yield each, Picture(each.file, each.sheet, each.cells, why_not=why)
        else:
            yield each, sheet.piece(each)


class _Drawn:
    """A sheet of which pieces are cut. What stands in a cell is looked up once: pieces of one register overlap."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._rows: dict[int, dict[int, Cell]] = {}
        self._shown: dict[Place, Shown] = {}

    def piece(self, asked: Wanted) -> Picture:
        places = [place for place in map(_place, asked.cells) if place]
        if not places:
            return Picture(asked.file, asked.sheet, asked.cells, why_not="由多个单元格汇总，地址见上")
        sheet, (row, column) = self._sheet, places[0]
        rows = list(range(max(1, row - _ROWS_ABOVE), min(max(sheet.max_row, row), row + _ROWS_BELOW) + 1))
        head = [number for number in range(1, min(_HEAD, rows[0] - 1) + 1) if self._row(number)][-2:]
        last = min(max(sheet.max_column, column), column + _COLUMNS_BESIDE)
        columns = list(range(max(1, column - _COLUMNS_BESIDE), last + 1))
        # The name of the row, where it stands to the left of the piece.
        label = next((each.column for each in self._row(row).values() if each.kind is Kind.TEXT), columns[0])
        if label < columns[0]:
            columns = [label, *columns]
        far = tuple(abs(number - column) > 1 and number != label for number in columns)
        gap = [0] if head and head[-1] + 1 < rows[0] else []
        return Picture(
            asked.file,
            asked.sheet,
            asked.cells,
            tuple((column_letters(each), is_far) for each, is_far in zip(columns, far, strict=True)),
            tuple(
                (number, tuple(self._cell(number, each) for each in columns) if number else ())
                for number in [*head, *gap, *rows]
            ),
            frozenset(places),
            any(sheet.cell(*place).hidden for place in places) or sheet.visibility != "visible",
        )

    def _row(self, number: int) -> dict[int, Cell]:
        if number not in self._rows:
            self._rows[number] = self._sheet.row(number)
        return self._rows[number]

    def _cell(self, row: int, column: int) -> Shown:
        known = self._shown.get((row, column))
        if known is None:
            known = self._shown[(row, column)] = self._look(row, column)
        return known

    def _look(self, row: int, column: int) -> Shown:
        merge = self._sheet.merge_at(row, column) if self._sheet.merges else None
        if merge and (row, column) != (merge.top, merge.left):
            return Shown(row, column, "合并", is_blank=True)
        cell = self._row(row).get(column)
        text = _text(cell) if cell else ""
        if cell is None or not text:
            return Shown(row, column, "空", is_blank=True)
        cut = f"{text[:_LONGEST]}…（共{len(text)}字）" if len(text) > _LONGEST else text
        return Shown(row, column, cut, cell.kind is Kind.NUMBER)


def _place(cell: str) -> Place | None:
    """Where a cell stands; None for the words of a sum over several (G5…G8)."""
    try:
        return position(cell)
    except ValueError:
        return None


def _text(cell: Cell) -> str:
    match cell.kind:
        case Kind.DATE:
            return str(cell.value)
        case Kind.UNCALCULATED:
            return "公式未计算"
        case Kind.ERROR:
            return cell.raw or "错误"
        case Kind.NUMBER if "." in cell.raw and len(cell.raw) > _DIGITS:
            # 0.8149999999999999 is what the file holds, and 0.815 what Excel shows of it.
            return f"{float(cell.raw):.{_DIGITS}g}"
        case _:
            return cell.raw
