"""A piece of a department's sheet around the cells that a page is about: read again from the archived file, so that
a person sees the cell where the department wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The cells of one sheet of an archived file that a page is about; the piece is cut around the first."""

    sha256: str
    file: str
    sheet: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: what stands in it, and whether it is a number, the cell in question, and far from it."""

    text: str
    is_number: bool = False
    is_hit: bool = False
    is_blank: bool = False
    is_far: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A piece of a sheet. `rows`: their numbers with their cells; a number 0 stands for rows that are left out.

    `why_not`: where the file cannot be shown, why; then there are no rows.
    """

    file: str
    sheet: str
    cells: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...] = ()
    rows: tuple[tuple[int, tuple[Shown, ...]], ...] = ()
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
    try:
        if path_of(home, sha256).stat().st_size > _LARGEST:
            why = f"原件大于{_LARGEST // MIB} MiB，不在页上画出；请打开原件看"
            sheets: dict[str, Sheet] = {}
        else:
            sheets = {sheet.name: sheet for sheet in read_workbook(read(home, sha256), limits).sheets}
            why = "原件中没有这张工作表"
    except FileNotFoundError:
        sheets, why = {}, "存档中没有原件，只有它的 SHA-256"
    except Refusal as error:
        sheets, why = {}, f"原件读不出（{error.code}）"
    for each in asked:
        sheet = sheets.get(each.sheet)
        if sheet is None:
            yield each, Picture(each.file, each.sheet, each.cells, why_not=why)
        else:
            yield each, _piece(sheet, each)


def _piece(sheet: Sheet, asked: Wanted) -> Picture:
    places = [place for place in map(_place, asked.cells) if place]
    if not places:
        return Picture(asked.file, asked.sheet, asked.cells, why_not="由多个单元格汇总，见下列地址")
    row, column = places[0]
    rows = list(range(max(1, row - _ROWS_ABOVE), min(max(sheet.max_row, row), row + _ROWS_BELOW) + 1))
    head = [number for number in range(1, min(_HEAD, rows[0] - 1) + 1) if sheet.row(number)][-2:]
    columns = list(
        range(
            max(1, column - _COLUMNS_BESIDE), min(max(sheet.max_column, column), column + _COLUMNS_BESIDE) + 1
        )
    )
    # The name of the row, where it stands to the left of the piece.
    label = next((each.column for each in sheet.row(row).values() if each.kind is Kind.TEXT), columns[0])
    if label < columns[0]:
        columns = [label, *columns[1:]]
    hits = set(places)
    far = [abs(number - column) > 1 and number != label for number in columns]
    shown: list[tuple[int, tuple[Shown, ...]]] = []
    for number in [*head, *([0] if head and head[-1] + 1 < rows[0] else []), *rows]:
        cells = tuple(
            _shown(sheet, number, each, (number, each) in hits, is_far, columns[0])
            for each, is_far in zip(columns, far, strict=True)
        )
        shown.append((number, cells if number else ()))
    letters = tuple((column_letters(each), is_far) for each, is_far in zip(columns, far, strict=True))
    hidden = any(sheet.cell(*place).hidden for place in places) or sheet.visibility != "visible"
    return Picture(asked.file, asked.sheet, asked.cells, letters, tuple(shown), hidden)


def _place(cell: str) -> Place | None:
    """Where a cell stands; None for the words of a sum over several (G5…G8)."""
    try:
        return position(cell)
    except ValueError:
        return None


def _shown(sheet: Sheet, row: int, column: int, hit: bool, far: bool, first: int) -> Shown:
    if not row:
        return Shown("")
    merge = sheet.merge_at(row, column)
    if (
        merge
        and (row, column) != (merge.top, merge.left)
        and (row > merge.top or column > max(first, merge.left))
    ):
        return Shown("合并", is_blank=True, is_hit=hit, is_far=far)
    cell = sheet.cell(merge.top, merge.left) if merge else sheet.cell(row, column)
    text = _text(cell)
    if cell.kind is Kind.BLANK or not text:
        return Shown("空", is_blank=True, is_hit=hit, is_far=far)
    cut = len(text) > _LONGEST
    said = f"{text[:_LONGEST]}…（共{len(text)}字）" if cut else text
    return Shown(said, cell.kind is Kind.NUMBER, hit, is_far=far, is_cut=cut)


def _text(cell: Cell) -> str:
    match cell.kind:
        case Kind.DATE:
            return str(cell.value)
        case Kind.UNCALCULATED:
            return "公式未计算"
        case Kind.ERROR:
            return cell.raw or "错误"
        case _:
            return cell.raw
