"""The charts of a pack: what they are drawn of, and that the invented says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.office.facts import Office
from warehouse.exchange.excel.chart import CHARTS, charts
from warehouse.exchange.excel.workbook import write_workbook
from warehouse.exchange.published import open_published

TABLES = ("mart_target_progress", "mart_growth_rate")


@pytest.fixture(scope="module")
def sheet(published_file: Path, office: Office, tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("charts") / "pack.xlsx"
    with open_published(published_file, True, TABLES) as published:
        write_workbook(published, office, file)
    return openpyxl.load_workbook(file)[CHARTS]


def _numbers(sheet: Any, head: str) -> dict[str, dict[str, Any]]:
    """The cells beside the chart whose numbers begin under `head`, by row and column."""
    cells = [row[15:] for row in sheet.iter_rows()]
    top = next(place for place, row in enumerate(cells) if row[0].value == head)
    heads = [cell.value for cell in cells[top] if cell.value]
    below = cells[top + 1 :]
    rows = below[: next((place for place, row in enumerate(below) if not row[0].value), len(below))]
    return {row[0].value: dict(zip(heads, row, strict=False)) for row in rows}


def test_progress_against_targets_is_drawn_with_the_time_that_is_over(sheet: Any) -> None:
    capital = _numbers(sheet, "指标")["实际到账外资(示例)"]
    # 1032 of a target of 1000 that is invented.
    assert (capital["完成率_%"].value, capital["完成率_%"].number_format) == (103.2, '#,##0.00"(示例)"')
    assert capital["序时进度_%"].value == 100


def test_growth_is_drawn_by_month_and_a_month_without_one_has_no_point(sheet: Any) -> None:
    months = _numbers(sheet, "时期")
    assert next(iter(months)) == "1—2月"
    assert len(months) == 11
    december = months["1—12月"]["实际到账外资(示例)"]
    # What the report states is real; the line is marked for its other months.
    assert (december.value, december.number_format) == (63.55, "#,##0.00")
    assert months["1—11月"]["实际到账外资(示例)"].number_format == '#,##0.00"(示例)"'
    # Nothing was received from January to April of the year before.
    assert months["1—4月"]["实际到账外资(示例)"].value is None


def test_the_charts_read_the_numbers_beside_them(sheet: Any) -> None:
    progress, growth = sheet._charts
    assert [
        len(chart.series) + sum(len(one.series) for one in chart._charts[1:]) for chart in (progress, growth)
    ] == [2, 6]
    values = [one.val.numRef.f for one in progress.series]
    assert values == [f"{CHARTS}!$Q$2:$Q$12"] or values == [f"'{CHARTS}'!$Q$2:$Q$12"]


def test_a_pack_without_those_marts_has_no_chart(
    published_file: Path, office: Office, tmp_path: Path
) -> None:
    with open_published(published_file, True, ("mart_plan",)) as published:
        assert charts(published, office) == []
        write_workbook(published, office, tmp_path / "pack.xlsx")
    assert CHARTS not in openpyxl.load_workbook(tmp_path / "pack.xlsx").sheetnames
