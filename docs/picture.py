"""docs/trace.svg: a published number above, the sheet with the cell that it came from below, nothing drawn by hand.

python -m docs.picture        draw it anew from the current snapshot of INDICATORS_HOME, a refreshed sample home

The number, the cells and their roles are what `trace` answers; the sheet is the archived workbook itself.
"""

from __future__ import annotations

import html
import io
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

from ingest.workbook.cells.address import Range, a1, column_number
from ingest.workbook.cells.cell import Kind, Sheet
from ingest.workbook.read import read_workbook
from warehouse.answers.trace import trace
from warehouse.answers.trace_rows import Trace, TracedCell
from warehouse.home import Home
from warehouse.ledger.entries import submission
from warehouse.ledger.file.schema import open_ledger
from warehouse.series.choice import SeriesRequest
from warehouse.settings import CHECKOUT
from warehouse.snapshots.snapshot import current
from warehouse.store import archive
from warehouse.variables import settings_from_environment

PICTURE = CHECKOUT / "docs" / "trace.svg"
INDICATOR, PERIOD, AREA = "fdi_actual_utilized", "2023-12", "371002002"

COLUMNS = {"A": 14, "B": 18, "F": 13, "G": 11, "H": 11, "J": 24}  # those that are drawn; widths in characters
WIDTH = 96
FIRST_ROW = 3  # below the titles
# role: its fill, and what the legend says of it
ROLES = {
    "value": ("bold #ffffff on #1d4ed8", "数值 value"),
    "check": ("on #ede9fe", "重复填写 check"),
    "component": ("on #d1fae5", "各笔 components"),
    "base": ("on #fef3c7", "上年同期 base"),
    "growth": ("on #ffe4e6", "同比 growth"),
}
_NUMBER, _INVENTED, _ASIDE, _HEAD = "bold #1d4ed8", "#71717a", "#52525b", "#52525b on #f4f4f5"

# Rich's own names fonts by address; this one names what systems have, and nothing from elsewhere.
_FORMAT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{ font-family: "Noto Sans Mono CJK SC", "Sarasa Mono SC", Menlo, Consolas, "PingFang SC",
  "Microsoft YaHei", monospace; font-size: {char_height}px }}
{styles}
</style>
<rect width="{width}" height="{height}" rx="10" fill="#ffffff"/>
<g transform="translate({terminal_x}, 20)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""
_CHARACTER = 0.5  # width over height: a Chinese character is as wide as it is high, and two others are
_DRAWN_TEXT = re.compile(r'<text ([^>]*) textLength="[^"]*" clip-path="[^"]*">([^<]*)</text>')


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
    level = trace(database, SeriesRequest(INDICATOR, (PERIOD,)), AREA)
    growth = trace(database, SeriesRequest(INDICATOR, (PERIOD,), {"time_transform": "G1Y"}), AREA)
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
                " from fct_observation where source_cell <> '' union all"
                " select submission_id, source_cell, is_synthetic from fct_evidence where source_cell <> '' union all"
                " select submission_id, source_cell, is_synthetic from fct_register_cell)"
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
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
    )
    for line in (*_sentences(picture), _sheet(picture), Text(), _legend()):
        console.print(line)
    svg = console.export_svg(
        theme=DEFAULT_TERMINAL_THEME, code_format=_FORMAT, font_aspect_ratio=_CHARACTER, unique_id="trace"
    )
    return _DRAWN_TEXT.sub(_as_wide_as_its_characters, svg)


def _as_wide_as_its_characters(drawn: re.Match[str]) -> str:
    """Rich counts a Chinese character as one column where it says how wide a text is; it takes two."""
    words = html.unescape(drawn[2]).rstrip()
    if not words:
        return ""
    width = cell_len(words) * 20 * _CHARACTER  # it draws at 20 pixels
    shown = html.escape(words, quote=False)
    return f'<text {drawn[1]} textLength="{width:g}" lengthAdjust="spacingAndGlyphs">{shown}</text>\n'


def _sentences(picture: Picture) -> Iterator[Text]:
    """The number, where it stands, and its growth as reported and as computed."""
    level, growth, value = picture.level, picture.growth, cell_of(picture.level, "value")
    base, verdict = cell_of(growth, "base"), "一致 agrees" if picture.agrees else "不一致 differs"
    year, month = PERIOD.split("-")
    yield Text("一个数,追到它的单元格 · A number, followed to its cell", "bold")
    yield Text(f"$ indicators trace {INDICATOR} {PERIOD}", _ASIDE)
    yield Text()
    yield Text.assemble(
        f"{level.area_zh} {year}年1-{int(month)}月 {level.indicator_zh} ",
        (f"{level.display_value}{level.display_unit}", _NUMBER),
        " ← ",
        (f"{value.file} {value.cell} “{value.raw_text}”", _NUMBER),
    )
    invented = "(示例)" if base.is_synthetic else ""
    yield Text(
        f"同比 填报 reported {growth.display_value}{growth.display_unit},计算 computed {picture.computed}%,"
        f"基数 base {base.raw_text}{invented},{verdict}"
    )
    yield Text()


def _sheet(picture: Picture) -> Table:
    """The sheet in a grid: letters of the columns, numbers of the rows, cells filled by what they are to the number."""
    sheet = picture.sheet
    roles = {cell.cell: cell.role for cell in picture.level.cells if cell.current}
    file = cell_of(picture.level, "value").file
    grid = Table(
        title=Text(f"{file} │ {sheet.name}", "bold"),
        title_justify="left",
        box=None,
        padding=0,
        header_style=_HEAD,
    )
    grid.add_column("", justify="right", style=_HEAD, width=4)
    for letter, width in COLUMNS.items():
        grid.add_column(Text(letter, justify="center"), width=width)
    for row in range(FIRST_ROW, sheet.max_row + 1):
        cells = (_cell(picture, row, column_number(letter), roles) for letter in COLUMNS)
        grid.add_row(f"{row} ", *cells)
    return grid


def _cell(picture: Picture, row: int, column: int, roles: Mapping[str, str]) -> Padding:
    """One cell as a spreadsheet would place it; of a merge only the first has words."""
    merge = picture.sheet.merge_at(row, column) or Range(row, column, row, column)
    cell = picture.sheet.cell(row, column)
    begins = (merge.top, merge.left) == (row, column)
    words = str(cell.value) if cell.kind is Kind.TEXT else cell.raw
    fill, _ = ROLES.get(roles.get(a1(row, column), ""), ("", ""))
    style = f"{_INVENTED if picture.invented.get(cell.address) else ''} {fill}"
    justify = "right" if cell.kind is Kind.NUMBER else "left"
    return Padding(Text(words if begins else "", justify=justify), (0, 1), style=style)


def _legend() -> Text:
    parts = [part for style, words in ROLES.values() for part in ((f" {words} ", style), " ")]
    return Text.assemble(*parts, "\n", (" 灰:示例,虚构 grey: invented for the sample", _INVENTED))


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else PICTURE
    target.write_text(draw(gather(Home(settings_from_environment().home))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
