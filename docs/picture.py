"""docs/trace.svg: a published number on the left, the cell that it came from on the right, nothing drawn by hand.

python -m docs.picture        draw it anew from the current snapshot of INDICATORS_HOME, a refreshed sample home

The number, the cells and their roles are what `trace` answers; the sheet is the archived workbook itself.
"""

from __future__ import annotations

import html
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import duckdb

from ingest.workbook import Range, Sheet, read_workbook
from ingest.workbook.cells.address import a1, column_letters, column_number, position
from ingest.workbook.cells.cell import Kind
from warehouse.answers.series_choice import Asked
from warehouse.answers.trace import trace
from warehouse.answers.trace_rows import Trace, TracedCell
from warehouse.home import Home
from warehouse.ledger.entries import submission
from warehouse.ledger.schema import open_ledger
from warehouse.settings import BUSINESS_ZONE, CHECKOUT, settings_from_environment
from warehouse.steps.snapshot import current
from warehouse.store import archive

PICTURE = CHECKOUT / "docs" / "trace.svg"
INDICATOR, PERIOD, AREA = "fdi_actual_utilized", "2023-12", "371002002"

# Columns that are drawn, with their widths in pixels; what lies between two of them is drawn as a gap.
COLUMNS = {"A": 104, "B": 128, "F": 100, "G": 66, "H": 84, "J": 150}
GAP, ROW, BAR, HEAD, ROW_HEAD = 22, 29, 34, 24, 34
WIDTH, MARGIN, CARD = 1112, 24, 310
SHEET_LEFT, SHEET_TOP = MARGIN + CARD + 44, 24

# Title and header; merges over rows and the columns of labels and dates are centred too.
_CENTRED_ROWS = (1, 3, 4)
# Whether a cell's figure is invented; None for a label.
_STYLE_OF = {True: "invented", False: "strong", None: ""}

# role: fill and frame, and what the legend says of it
ROLES = {
    "value": ("#dbeafe", "#1d4ed8", "数值 value"),
    "check": ("#ede9fe", "#a78bfa", "重复填写 check"),
    "component": ("#d1fae5", "#34d399", "各笔 components"),
    "base": ("#fef3c7", "#f59e0b", "上年同期 base"),
    "growth": ("#ffe4e6", "#fb7185", "同比 growth"),
}
STYLE = """
text { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "Segoe UI",
  "Helvetica Neue", Arial, sans-serif; font-size: 13px; fill: #18181b }
.head { font-size: 12px; fill: #71717a }
.small { font-size: 12px; fill: #52525b }
.title { font-size: 22px; font-weight: 700 }
.name { font-size: 19px; font-weight: 600 }
.number { font-size: 46px; font-weight: 700; fill: #1d4ed8 }
.unit { font-size: 18px; fill: #1d4ed8 }
.strong { font-weight: 700 }
.invented { fill: #71717a }
.mono { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 12px; fill: #3f3f46 }
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: the number and its growth as traced, the sheet, and which of its cells are invented."""

    level: Trace
    growth: Trace
    computed: str
    agrees: bool
    sheet: Sheet
    invented: Mapping[str, bool]


def gather(home: Home) -> Picture:
    """Everything for the picture, from what is published and archived in a home."""
    folder = current(home)
    if folder is None:
        raise SystemExit("还没有发布过数据,先 make refresh (nothing is published yet)")
    database = folder / "indicators.duckdb"
    level = trace(database, Asked(INDICATOR, (PERIOD,)), AREA)
    growth = trace(database, Asked(INDICATOR, (PERIOD,), {"time_transform": "G1Y"}), AREA)
    value = cell_of(level, "value")
    with open_ledger(home) as ledger:
        handed_in = submission(ledger, value.submission_id)
    if handed_in is None:
        raise SystemExit(f"{value.submission_id} 不在台账中 (is not in the ledger)")
    workbook = read_workbook(archive.read(home, handed_in.sha256))
    with duckdb.connect(str(database), read_only=True) as connection:
        invented = dict(
            connection.execute(
                "select source_cell, bool_or(is_synthetic) from (select submission_id, source_cell, is_synthetic"
                " from fct_cell union all select submission_id, source_cell, is_synthetic from fct_register_cell)"
                " where submission_id = ? group by source_cell",
                [value.submission_id],
            ).fetchall()
        )
        row = connection.execute(
            "select growth_computed_rounded, agrees from mart_growth_rate where series_id = ? and time_period = ?",
            [level.series_id, PERIOD],
        ).fetchone()
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == value.sheet)
    computed, agrees = row or ("", False)
    return Picture(level, growth, str(computed), bool(agrees), sheet, invented)


def cell_of(traced: Trace, role: str) -> TracedCell:
    return next(cell for cell in traced.cells if cell.current and cell.role == role)


def draw(picture: Picture) -> str:
    """The picture as SVG: no script, no link, no font of its own."""
    rows = picture.sheet.max_row
    height = _row_top(rows + 1) + 28 + 62
    level, value = picture.level, cell_of(picture.level, "value")
    title = f"{level.indicator_zh} {level.display_value}{level.display_unit} ← {value.file} {value.sheet}!{value.cell}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{html.escape(title)}</title>",
        f"<style>{STYLE}</style>",
        _box(0.5, 0.5, WIDTH - 1, height - 1, "#ffffff", "#e4e4e7", radius=10),
        *_sheet(picture),
        *_card(picture, _row_top(position(value.cell)[0])),
        *_legend(height - 44),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _card(picture: Picture, line: int) -> Iterator[str]:
    """The number, what it says of itself, and the line to its cell, along the upper border of the cell's row."""
    level, growth, left = picture.level, picture.growth, MARGIN
    value = cell_of(level, "value")
    base, verdict = cell_of(growth, "base"), "一致 agrees" if picture.agrees else "不一致 differs"
    invented = " 示例" if base.is_synthetic else ""
    year, month = PERIOD.split("-")
    received = datetime.fromisoformat(value.received_at).astimezone(BUSINESS_ZONE)
    box_top = line - 46
    yield _text(left, SHEET_TOP + 20, "一个数,追到它的单元格", "title")
    yield _text(left, SHEET_TOP + 44, "A number, followed to its cell", "small")
    yield _text(left, SHEET_TOP + 78, f"$ indicators trace {INDICATOR} {PERIOD}", "mono")
    yield _text(left, box_top - 62, f"{level.area_zh} · {year}年1-{int(month)}月", "small")
    yield _text(left, box_top - 34, level.indicator_zh, "name")
    yield _text(left, box_top - 13, f"{level.indicator_id} · {PERIOD}", "mono")
    target = _left_of(column_letters(position(value.cell)[1]))
    for color, width in (("#ffffff", 6), ("#1d4ed8", 2.5)):
        yield f'<path d="M{left + CARD} {line} H{target}" stroke="{color}" stroke-width="{width}" fill="none"/>'
    yield _box(left, box_top, CARD, 92, "#eff6ff", "#1d4ed8", radius=8, stroke=2.5)
    yield _text(left + 22, line + 17, level.display_value, "number")
    yield _text(left + 34 + 27 * len(level.display_value), line + 15, level.display_unit, "unit")
    below = box_top + 92
    said = (
        (28, f"= {int(level.value or 0):,} {level.unit}", "small"),
        (50, f"{value.file} │ {value.cell} │ “{value.raw_text}”", "small"),
        (72, f"{level.department_zh} {received:%Y-%m-%d %H:%M} 报送 handed in", "small"),
        (98, f"同比 填报 reported {growth.display_value}{growth.display_unit}", "strong"),
        (120, f"计算 computed {picture.computed}%(基数 base {base.raw_text}{invented}),{verdict}", "small"),
    )
    for down, text, style in said:
        yield _text(left, below + down, text, style)


def _sheet(picture: Picture) -> Iterator[str]:
    """The workbook's window: file name, column letters, row numbers, cells, the sheet's name."""
    sheet, value = picture.sheet, cell_of(picture.level, "value")
    left, top = SHEET_LEFT, SHEET_TOP
    right = _left_of("J") + COLUMNS["J"]
    grid_top, bottom = _row_top(1), _row_top(sheet.max_row + 1)
    yield _box(left, top, right - left, bottom + 28 - top, "#f4f4f5", "#d4d4d8", radius=6)
    yield _text(left + 14, top + 22, value.file, "small")
    yield _box(left + ROW_HEAD, grid_top, right - left - ROW_HEAD, bottom - grid_top, "#ffffff", "#d4d4d8")
    for letter, width in COLUMNS.items():
        yield _text(_left_of(letter) + width / 2, grid_top - 7, letter, "head", "middle")
    for number in range(1, sheet.max_row + 1):
        yield _text(left + ROW_HEAD / 2, _row_top(number) + 19, str(number), "head", "middle")
    for letter in (after for before, after in pairwise(COLUMNS) if _apart(before, after)):
        x = _left_of(letter) - GAP
        yield _box(x, grid_top, GAP, bottom - grid_top, "#f4f4f5", "#d4d4d8")
        yield _text(x + GAP / 2, grid_top - 7, "…", "head", "middle")
    roles = {cell.cell: cell.role for cell in picture.level.cells if cell.current}
    framed = ""
    for area in _areas(sheet):
        drawn = "".join(_cell(picture, area, roles.get(a1(area.top, area.left), "")))
        if a1(area.top, area.left) == value.cell:
            framed = drawn
        yield drawn
    yield framed
    yield _box(left + ROW_HEAD, bottom, 116, 24, "#ffffff", "#d4d4d8")
    yield _text(left + ROW_HEAD + 58, bottom + 17, sheet.name, "small", "middle")


def _areas(sheet: Sheet) -> Iterator[Range]:
    """Every cell that is drawn, merged ones once, in reading order."""
    seen = set()
    for row in range(1, sheet.max_row + 1):
        for letter in COLUMNS:
            place = row, column_number(letter)
            area = sheet.merge_at(*place) or Range(*place, *place)
            if area not in seen:
                seen.add(area)
                yield area


def _cell(picture: Picture, area: Range, role: str) -> Iterator[str]:
    """One cell or merge: its fill by role, its text as Excel would place it."""
    shown = [letter for letter in COLUMNS if area.left <= column_number(letter) <= area.right]
    x, y = _left_of(shown[0]), _row_top(area.top)
    width = _left_of(shown[-1]) + COLUMNS[shown[-1]] - x
    height = ROW * (area.bottom - area.top + 1)
    cell = picture.sheet.cell(area.top, area.left)
    fill, frame, _ = ROLES.get(role, ("none", "#e4e4e7", ""))
    yield _box(x, y, width, height, fill, frame, stroke=3 if role == "value" else 1)
    words = str(cell.value) if cell.kind is Kind.TEXT else cell.raw
    if not words:
        return
    style = _STYLE_OF[picture.invented.get(cell.address)]
    middle = y + height / 2 + 5
    if cell.kind is Kind.NUMBER and style:
        yield _text(x + width - 8, middle, words, style, "end")
    elif width > _width(words) and (area.top in _CENTRED_ROWS or area.top < area.bottom or shown[0] in "AF"):
        yield _text(x + width / 2, middle, words, style, "middle")
    else:
        yield _text(x + 8, middle, words, style)


def _legend(y: int) -> Iterator[str]:
    x = SHEET_LEFT
    for fill, frame, words in ROLES.values():
        yield _box(x, y - 11, 13, 13, fill, frame, radius=2)
        yield _text(x + 19, y, words, "small")
        x += 40 + _width(words)
    yield _text(SHEET_LEFT, y + 24, "粗黑:街道 2023 年总结所载", "strong")
    yield _text(SHEET_LEFT + 176, y + 24, "stated by the street's own report", "small")
    yield _text(SHEET_LEFT + 390, y + 24, "灰:示例,虚构 invented for the sample", "invented")


def _left_of(letter: str) -> int:
    """Where a drawn column begins."""
    letters = list(COLUMNS)[: list(COLUMNS).index(letter) + 1]
    gaps = sum(_apart(before, after) for before, after in pairwise(letters))
    return SHEET_LEFT + ROW_HEAD + sum(COLUMNS[each] for each in letters[:-1]) + GAP * gaps


def _apart(before: str, after: str) -> bool:
    """Whether columns that are not drawn lie between two that are."""
    return column_number(after) - column_number(before) > 1


def _row_top(number: int) -> int:
    return SHEET_TOP + BAR + HEAD + ROW * (number - 1)


def _width(words: str) -> int:
    """About how wide a small text is, in pixels."""
    return sum(12 if unicodedata.east_asian_width(sign) in "WF" else 7 for sign in words)


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "") -> str:
    attributes = (f' class="{style}"' if style else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x:g}" y="{y:g}"{attributes}>{html.escape(words, quote=False)}</text>'


def _box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    frame: str,
    *,
    radius: int = 0,
    stroke: float = 1,
) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius}"'
        f' fill="{fill}" stroke="{frame}" stroke-width="{stroke:g}"/>'
    )


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else PICTURE
    target.write_text(draw(gather(Home(settings_from_environment().home))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
