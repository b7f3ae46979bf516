"""The twins of pages: the same figures as CSV for people and as JSON for programs, each with its reason where it is
missing, and its cell or the place of its trace."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from warehouse.exchange.spreadsheet_text import disarmed
from warehouse.pages.facts import Facts
from warehouse.pages.figure import MINUS, Figure
from warehouse.pages.line import Line, Point
from warehouse.pages.site import Page

SCHEMA_VERSION = 1
_FIGURES = {
    "value": "本期数",
    "base": "上年同期",
    "growth": "同比_%",
    "reported": "同比填报_%",
    "computed": "同比计算_%",
    "change": "增速变动_百分点",
    "target": "年度目标",
    "completion": "完成率_%",
    "gap": "超欠进度_百分点",
    "rank": "位次",
}
_BESIDE = {
    "period": "时期",
    "period_zh": "期别",
    "unit": "单位",
    "file": "文件",
    "sheet": "工作表",
    "cell": "单元格",
    "received_on": "收到",
}


def twins(facts: Facts, line: Line) -> list[Page]:
    """The CSV and the JSON of a line, newest period first, as on its page."""
    rows = [_row(facts, line, point) for point in reversed(line.points)]
    return [
        Page(line.page().replace(".html", ".csv"), text=_csv(rows)),
        Page(line.page().replace(".html", ".json"), text=_json(line, rows)),
    ]


Value = str | Figure


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page as its twins have it. Of a column with figures CSV has two: the digits, and what is to be known
    beside them. `figures`: the names of those columns."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    figures: frozenset[str] = frozenset()


def with_twins(page: Page, *tables: Table) -> list[Page]:
    """A page with its twins beside it: its first table as CSV, all of them as JSON. The page says how many rows there are."""
    first, path = tables[0], page.path.removesuffix(".html")
    shows = {**page.shows, "twin": (f"{path}.csv", f"{path}.json", len(first.rows))}
    text = [[*_headings(first)], *([*_spread(first, row)] for row in first.rows)]
    told = {
        "schema_version": SCHEMA_VERSION,
        "tables": [
            {
                "name": table.name,
                "rows": [
                    {name: _told(value) for name, value in zip(table.columns, row, strict=True)}
                    for row in table.rows
                ],
            }
            for table in tables
        ],
    }
    return [
        replace(page, shows=shows),
        Page(f"{path}.csv", text=_as_csv(text)),
        Page(f"{path}.json", text=json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"),
    ]


def _headings(table: Table) -> Iterator[str]:
    for name in table.columns:
        yield name
        if name in table.figures:
            yield f"{name}_说明"


def _spread(table: Table, row: Sequence[Value]) -> Iterator[str]:
    for name, value in zip(table.columns, row, strict=True):
        figure = value if isinstance(value, Figure) else Figure(value)
        if name in table.figures:
            yield number(figure)
            yield disarmed(words(figure))
        else:
            yield disarmed(figure.text)


def _row(facts: Facts, line: Line, point: Point) -> dict[str, str | Figure]:
    main = point.sources.get("value") or point.sources.get("growth")
    said = facts.observations.get(main) if main else None
    return {
        "period": point.period,
        "period_zh": point.period_zh,
        **{name: getattr(point, name) for name in _FIGURES},
        "unit": line.unit_zh,
        "file": said["source_file"] if said else "",
        "sheet": said["source_sheet"] if said else "",
        "cell": said["source_cell"] if said else "",
        "received_on": str(point.received_on),
    }


def number(figure: Figure) -> str:
    """The digits of a figure as a program reads them; empty for words and for none."""
    return figure.text.removeprefix("+").removeprefix("约").replace(MINUS, "-") if figure.is_number else ""


def words(figure: Figure) -> str:
    """What is to be known beside the digits: the reason for none, the words, 示例."""
    said = "" if figure.is_number else figure.text
    return said + ("（示例）" if figure.invented and said else "示例" if figure.invented else "")


def _csv(rows: list[dict[str, str | Figure]]) -> str:
    return _as_csv([_heads(), *(list(_cells(row)) for row in rows)])


def _as_csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    # Excel takes a CSV file for UTF-8 by its mark alone.
    return "\ufeff" + text.getvalue()


def _heads() -> list[str]:
    heads = [_BESIDE["period"], _BESIDE["period_zh"]]
    for zh in _FIGURES.values():
        heads += [zh, f"{zh}_说明"]
    return [*heads, *(_BESIDE[name] for name in ("unit", "file", "sheet", "cell", "received_on"))]


def _cells(row: dict[str, str | Figure]) -> Iterator[str]:
    for value in row.values():
        if isinstance(value, Figure):
            yield number(value)
            yield disarmed(words(value))
        else:
            yield disarmed(value)


def _json(line: Line, rows: list[dict[str, str | Figure]]) -> str:
    about = {
        "schema_version": SCHEMA_VERSION,
        "indicator_id": line.indicator_id,
        "series_id": line.series_id,
        "name_zh": line.name,
        "area_zh": line.area_zh,
    }
    points = ({name: _told(value) for name, value in row.items()} for row in rows)
    # A point a line: readable, and the library's fast way, which it does not take where it indents.
    head = json.dumps(about, ensure_ascii=False).removesuffix("}")
    return (
        head
        + ', "points": [\n'
        + ",\n".join(json.dumps(each, ensure_ascii=False) for each in points)
        + "\n]}\n"
    )


def _told(value: str | Figure) -> object:
    if not isinstance(value, Figure):
        return value
    return {
        "value": number(value) or None,
        "words": None if value.is_number or value.missing else value.text,
        "reason": value.text.strip("[]") if value.missing else None,
        "is_synthetic": value.invented,
        "trace": value.href or None,
    }
