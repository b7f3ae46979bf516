"""A family of an office's own: a page in its folder is a mart with described columns, and families it has not are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.conftest import MadeOnce, Query, settings_for
from warehouse.cli.app import main
from warehouse.dictionary import FAMILIES, models
from warehouse.family.pages import pages_of
from warehouse.home import Home
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import refresh

PAGE = """\
name: industry
zh: 工业：项目数，附同比
en: "Industry: projects with their growth"
figures:
  projects: {indicator: example_projects, count: true, zh: 项目数，年初累计, en: projects since January, unit_zh: 个, unit_en: projects}
growth_of:
  projects: {}
"""
RETURNS = {
    "2024年3月": ("2024年1-3月示例项目情况", 8),
    "2025年3月": ("2025年1-3月示例项目情况", 12),
}


def _second_office(home: Path) -> tuple[Path, int]:
    folder = home / "ours"
    assert main(["new-office", str(folder)]) == 0
    (folder / "families").mkdir()
    (folder / "families" / "industry.yml").write_text(PAGE, encoding="utf-8")
    inbox = Home(home / "home").ensure().inbox / "示例办公室"
    inbox.mkdir()
    for name, (title, value) in RETURNS.items():
        with xlsxwriter.Workbook(inbox / f"示例项目{name}.xlsx") as workbook:
            sheet = workbook.add_worksheet("表")
            for number, row in enumerate([[title], ["单位:个"], ["指标", "本年累计"], ["示例项目", value]]):
                sheet.write_row(number, 0, row)
    return folder, refresh(replace(settings_for(home / "home"), office=folder)).exit_status


@pytest.fixture(scope="session")
def county(made_once: MadeOnce) -> Iterator[Settings]:
    """A home of another office, built once, whose only family is a page of its own."""
    home, (folder, status) = made_once("second_office", _second_office)
    assert status in (0, 3)
    return replace(settings_for(home / "home"), office=folder)


def test_the_page_is_a_mart_with_its_figures_their_reasons_and_keys(county: Settings, query: Query) -> None:
    (march,) = query(county, "from mart_industry where time_period = '2025-03'")
    assert (march["projects"], march["projects_reason"], march["display_value"]) == (12, None, "12")
    # 12 over 8.
    assert (int(march["projects_growth_computed_rounded"]), march["projects_base"]) == (50, 8)
    assert march["projects_growth_reported_reason"] == "NOT_STATED"
    (cell,) = query(county, f"from fct_observation where observation_id = {march['projects_id']}")
    assert (cell["source_file"], cell["source_cell"]) == ("示例项目2025年3月.xlsx", "B4")


def test_its_columns_are_described_in_both_languages_from_the_words_of_the_page(
    county: Settings, query: Query
) -> None:
    rows = query(county, "from dictionary where model = 'mart_industry' order by position")
    words = {row["column_name"]: (row["description_zh"], row["description_en"]) for row in rows}
    assert words["projects"] == ("项目数，年初累计(个)", "projects since January, projects")
    assert words["projects_reason"][0] == "没有项目数，年初累计的原因"
    assert all(zh and en for zh, en in words.values())


def test_an_office_has_no_mart_of_a_family_that_it_has_no_indicator_of(
    county: Settings, query: Query
) -> None:
    tables = {row["table_name"] for row in query(county, "select table_name from duckdb_tables()")}
    of_pages = {f"mart_{page.name}" for page in pages_of(county.office)}
    assert of_pages == {"mart_industry"}
    assert not tables & ({model.name for model in models() if model.room == FAMILIES} - of_pages)
    views = query(county, "select view_name from duckdb_views() where view_name like '%!_flat' escape '!'")
    assert views == []
    described = {row["model"] for row in query(county, "select distinct model from dictionary")}
    assert described <= tables


def test_its_mart_is_in_the_pack_with_its_title(
    county: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INDICATORS_HOME", str(county.home))
    monkeypatch.setenv("INDICATORS_OFFICE", str(county.office))
    assert main(["export", "--format", "xlsx", "--output", str(tmp_path / "pack.xlsx")]) == 0
    book = openpyxl.load_workbook(tmp_path / "pack.xlsx")
    assert "mart_industry" in book.sheetnames
    assert "工业：项目数，附同比" in {row[1].value for row in book["目录"].iter_rows()}


def test_the_sample_office_has_every_family_of_the_product() -> None:
    pages = {f"mart_{page.name}" for page in pages_of(CHECKOUT / "offices" / "jingyuan")}
    assert pages == {model.name for model in models() if model.room == FAMILIES}
