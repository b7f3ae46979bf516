"""The charts of a pack, with the numbers that they are drawn of beside them: progress against targets, growth by month.

They are of the office's own area and of what the schema bi shows, which in the public build is the public's. A pack has a
chart where it has the mart whose figures those are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.office.facts import Office
from warehouse.exchange.excel.cell import ExcelCell, excel_cell
from warehouse.exchange.published import Published
from warehouse.formula import SAMPLE
from warehouse.store.connection import selected

CHARTS = "图"
_PROGRESS_OF, _GROWTH_OF = "mart_target_progress", "mart_growth_rate"
# More lines than these are told apart by nobody.
_LINES = 6
# Where the numbers begin, right of the charts, and how far the charts reach, in columns and rows.
_FIRST_COLUMN, _CHART_ROWS = 15, 24
_SIZE = {"width": 900, "height": 460}
_BLUE, _GREY = "#1F5AA6", "#7F7F7F"

Formats = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart and its numbers: a row a category, a column a series; None where there is none. Who is invented says so."""

    kind: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[ExcelCell | None, ...], ...]


_OF_PROGRESS = """
    select line_zh, completion, time_progress, state_zh
    from bi.target_progress
    where area_zh = $area and target_form_zh = '总量' and is_latest and completion is not null
      and year(month) = (select max(year(month)) from bi.target_progress where completion is not null)
    order by line_order, line_zh
"""
# The lines of the last year that most months have something of; each month's growth is that of the year so far.
_OF_GROWTH = """
    with of_year as (
      select line_zh, line_order, month, growth, state_zh
      from bi.headline
      where area_zh = $area and growth is not null and period_zh like '1—%'
        and year(month) = (select max(year(month)) from bi.headline where growth is not null and period_zh like '1—%')
    ),
    lines as (
      select line_zh, line_order
      from of_year
      group by line_zh, line_order
      having count(*) > 1
      order by line_order
      limit $most
    )
    select of_year.*
    from of_year
    inner join lines using (line_zh)
    order by month, lines.line_order
"""


def charts(published: Published, office: Office) -> list[Drawn]:
    """The charts that a pack can have: none of a file without the schema bi, and of no rows none."""
    connection, there = published.connection, _relations(published.connection)
    found = selected(connection, "select area_zh from dim_area where ref_area = $area", area=office.ref_area)
    if not found:
        return []
    area = found[0]["area_zh"]
    drawn = []
    if published.table(_PROGRESS_OF) and "target_progress" in there:
        drawn.append(_progress(selected(connection, _OF_PROGRESS, area=area), area))
    if published.table(_GROWTH_OF) and "headline" in there:
        drawn.append(_growth(selected(connection, _OF_GROWTH, area=area, most=_LINES), area))
    return [one for one in drawn if one.rows]


def write_charts(book: Any, drawn: Sequence[Drawn], formats: Formats) -> None:
    """A sheet with each chart above the next, and its numbers to the right of it."""
    sheet = book.add_worksheet(CHARTS)
    for place, one in enumerate(drawn):
        _write_one(book, sheet, one, place * _CHART_ROWS, formats)
    sheet.set_column(_FIRST_COLUMN, _FIRST_COLUMN, 40)
    sheet.set_column(_FIRST_COLUMN + 1, _FIRST_COLUMN + _LINES + 1, 16)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _progress(rows: Sequence[dict[str, Any]], area: str) -> Drawn:
    """Every target of an amount, as far as it is reached, and how much of the year is over."""
    cells = tuple(
        (
            excel_cell(_marked(row["line_zh"], "示例" in row["state_zh"]), ""),
            excel_cell(row["completion"], "", "示例" in row["state_zh"]),
            excel_cell(row["time_progress"], ""),
        )
        for row in rows
    )
    year = "各指标最近一期"
    return Drawn("progress", f"{area} 目标完成率（%，{year}）", ("指标", "完成率_%", "序时进度_%"), cells)


def _growth(rows: Sequence[dict[str, Any]], area: str) -> Drawn:
    """A line an indicator, a point a month; where nothing is to be quoted there is no point."""
    lines = list(dict.fromkeys(row["line_zh"] for row in sorted(rows, key=_order)))
    months = sorted({row["month"] for row in rows})
    said = {(row["month"], row["line_zh"]): row for row in rows}
    invented = {row["line_zh"] for row in rows if _is_invented(row)}
    cells = tuple(
        (
            excel_cell(f"1—{month.month}月" if month.month > 1 else "1月", ""),
            *(_point(said.get((month, line))) for line in lines),
        )
        for month in months
    )
    heads = ("时期", *(_marked(line, line in invented) for line in lines))
    year = f"{months[0].year}年" if months else ""
    return Drawn("growth", f"{area} {year}累计同比（%，按月）", heads, cells)


def _order(row: dict[str, Any]) -> tuple[bool, int]:
    """As the catalogue has it; what is withheld with its figure has no place there, and comes last."""
    return row["line_order"] is None, row["line_order"] or 0


def _point(row: dict[str, Any] | None) -> ExcelCell | None:
    return None if row is None else excel_cell(row["growth"], "", _is_invented(row))


def _is_invented(row: dict[str, Any]) -> bool:
    """Whether the growth is, or what it is a growth of."""
    return "示例" in row["state_zh"] and "同比" in row["state_zh"].partition("示例")[2]


def _marked(name: str, invented: bool) -> str:
    return f"{name}{SAMPLE}" if invented else name


def _relations(connection: Any) -> set[str]:
    asked = "select table_name from duckdb_tables() where schema_name = 'bi'"
    return {name for (name,) in connection.execute(asked).fetchall()}


def _write_one(book: Any, sheet: Any, one: Drawn, top: int, formats: Formats) -> None:
    for column, head in enumerate(one.heads, _FIRST_COLUMN):
        sheet.write_string(top, column, head, formats("@"))
    for number, row in enumerate(one.rows, top + 1):
        for column, cell in enumerate(row, _FIRST_COLUMN):
            if cell is not None:
                sheet.write(number, column, cell.value, formats(cell.number_format))
    first, last = top + 1, top + len(one.rows)
    chart = _bars(book) if one.kind == "progress" else book.add_chart({"type": "line"})
    parts = [chart]
    for place in range(1, len(one.heads)):
        column = _FIRST_COLUMN + place
        beside = one.kind == "progress" and place > 1
        target = book.add_chart({"type": "line"}) if beside else chart
        target.add_series(_series(one, top, first, last, column, beside))
        if beside:
            parts.append(target)
    for part in parts[1:]:
        chart.combine(part)
    chart.set_title({"name": one.title, "name_font": {"size": 13}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "num_format": "0"})
    # Below zero too, the names of the months stand at the bottom.
    chart.set_x_axis({"label_position": "low", "num_font": {"size": 9}})
    chart.show_blanks_as("gap")
    chart.set_size(_SIZE)
    sheet.insert_chart(top, 0, chart, {"description": one.title})


def _bars(book: Any) -> Any:
    return book.add_chart({"type": "column"})


def _series(one: Drawn, top: int, first: int, last: int, column: int, beside: bool) -> dict[str, Any]:
    of_all = {
        "name": [CHARTS, top, column],
        "categories": [CHARTS, first, _FIRST_COLUMN, last, _FIRST_COLUMN],
        "values": [CHARTS, first, column, last, column],
    }
    if beside:
        return {**of_all, "line": {"color": _GREY, "width": 2, "dash_type": "dash"}}
    if one.kind == "progress":
        # Each bar says its number, with 示例 where its cell does.
        return {
            **of_all,
            "fill": {"color": _BLUE},
            "gap": 60,
            "data_labels": {"value": True, "font": {"size": 9}},
        }
    return {**of_all, "marker": {"type": "circle", "size": 5}}
