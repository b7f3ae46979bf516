"""The twins of pages: as many rows as the page, the mart and the Excel pack have, with a reason wherever there is no number."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import Night, Query
from tests.warehouse.command import Run
from tests.warehouse.pages.conftest import Site, text_of

PAGES = (
    "index", "status", "quality", "meeting", "dictionary", "r/fai_project_month", "r/fdi_tranche", "i/fdi_actual_utilized",
)  # fmt: skip


def rows_of(site: Site, page: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.page(f"{page}.csv").removeprefix("\ufeff"))))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_a_table_has_it_as_csv_and_json_without_a_blank_that_has_no_reason(
    sample_site: Site, page: str
) -> None:
    rows = rows_of(sample_site, page)
    assert rows
    for row in rows:
        for name, value in row.items():
            if not value:
                # The digits of a figure, beside which stands why there are none; or nothing to be known beside digits.
                beside = name.removesuffix("_说明") if name.endswith("_说明") else f"{name}_说明"
                assert row[beside], (page, name, row)
    told = json.loads(sample_site.page(f"{page}.json"))
    tables = told["tables"] if "tables" in told else [{"rows": told["points"]}]
    assert len(tables[0]["rows"]) == len(rows)
    html = sample_site.page(f"{page}.html")
    assert f'{page.rpartition("/")[2]}.csv"' in html
    if "tables" in told:
        assert f"CSV（{len(rows)}行）" in html


def test_the_overview_has_the_rows_of_its_two_tables(sample_site: Site) -> None:
    said = text_of(sample_site.page("index.html"))
    stated = [int(count) for count in re.findall(r"共(\d+)行，已全部列出", said)]
    assert sum(stated) == len(rows_of(sample_site, "index"))
    first = next(row for row in rows_of(sample_site, "index") if row["指标"] == "实际到账外资")
    assert (first["本期数"], first["同比_%"], first["年度目标_说明"]) == ("1032", "63.55", "示例")


def test_a_register_has_the_rows_of_its_mart_and_of_the_pack(
    run: Run, first_night: Night, sample_site: Site, query: Query, tmp_path: Path
) -> None:
    rows = rows_of(sample_site, "r/fai_project_month")
    (mart,) = query(first_night[0], "select count(*) as rows from mart_fai_project_month")
    pack = tmp_path / "pack.xlsx"
    ran = run(
        "export", "--format", "xlsx", "--internal", "--table", "mart_fai_project_month", "-o", str(pack),
        home=first_night[0].home,
    )  # fmt: skip
    assert ran.status == 0
    (sheet,) = (
        sheet
        for sheet in openpyxl.load_workbook(pack).worksheets
        if sheet.title.startswith("mart_fai_project")
    )
    assert len(rows) == mart["rows"] == sheet.max_row - 1 == 335
    said = text_of(sample_site.page("r/fai_project_month.html"))
    things = {row["页"] for row in rows}
    assert sum(int(count) for count in re.findall(r"共(\d+)项，已全部列出", said)) == len(things)


def test_the_checks_and_the_returns_are_as_many_as_are_stated(
    first_night: Night, sample_site: Site, query: Query
) -> None:
    said = text_of(sample_site.page("quality.html"))
    assert f"共执行{len(rows_of(sample_site, 'quality'))}种审核" in said
    (returns,) = query(first_night[0], "select count(*) as rows from bi.returns")
    assert len(rows_of(sample_site, "status")) == returns["rows"]


def test_no_page_is_larger_than_an_office_machine_opens_at_once(sample_site: Site) -> None:
    largest = max(sample_site.folder.rglob("*.html"), key=lambda path: path.stat().st_size)
    assert largest.stat().st_size <= 150 * 1024, largest
