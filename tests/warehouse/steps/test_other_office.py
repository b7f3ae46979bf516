"""An office is a folder: a form more, or a check that is written wrong, is a change of files and no code."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from expectations import gate_1
from expectations.checks import query
from ingest.declared.problem import OfficeError
from ingest.form.file import load_forms
from ingest.office.load import load_office
from tests.conftest import Query
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps.refresh import refresh

REPEATING_FORM = """
form_id: T01
title_zh: 重点指标完成情况
title_en: Key indicators
valid_from: 2022-01
freq: M
recognise: {title: 重点指标完成情况, headers: [指标, 本年累计]}
anchor: 指标
header_rows: 1
unit_line: [万美元]
defaults: {reporting_level: recognised}
columns:
  - {label: 指标, stub: true}
  - {label: 本年累计, value: {accumulation: YTD}}
rows:
  - {label: 实际到账外资, value: {indicator_id: fdi_actual_utilized}}
"""


def with_office(settings: Settings, folder: Path) -> Settings:
    """The same home with a copy of its office, to be changed."""
    shutil.copytree(settings.office, folder)
    return replace(settings, office=folder)


def key_indicators(path: Path, value: int) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("12月")
        rows = [
            ["2023年1-12月重点指标完成情况", None],
            ["单位:万美元", None],
            ["指标", "本年累计"],
            ["实际到账外资", value],
        ]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.mark.long
def test_another_form_that_repeats_a_series_is_kept_and_is_no_vintage_of_it(
    night: Settings, tmp_path: Path, query: Query
) -> None:
    settings = with_office(night, tmp_path / "office")
    (settings.office / "forms" / "T01.yml").write_text(REPEATING_FORM, encoding="utf-8")
    with (settings.office / "catalogue" / "calendar.csv").open("a", encoding="utf-8") as calendar:
        calendar.write("T01,econ_dev_office,M,1-12,28,1,_T,2022-01,,repeats what other forms say,\n")
    file = key_indicators(tmp_path / "重点指标2023年12月.xlsx", 1030)
    hand_in(
        settings,
        file,
        "econ_dev_office",
        received_by="示例填表人甲",
        received_at=datetime(2024, 1, 28, tzinfo=UTC),
    )
    assert refresh(settings).exit_status == 0
    total = "indicator_id = 'fdi_actual_utilized' and time_period = '2023-12' and measure = 'VALUE' and time_transform = 'N' and scope_basis = 'OWN'"
    published = query(settings, f"select obs_value, form_id, n_vintages from mart_indicator where {total}")
    assert published == [{"obs_value": Decimal(10320000), "form_id": "L03", "n_vintages": 1}]
    said = query(
        settings,
        f"select form_id, obs_value, vintage from fct_observation where {total} and value_origin = 'reported' order by form_id",
    )
    assert said == [
        {"form_id": "L03", "obs_value": Decimal(10320000), "vintage": 1},
        {"form_id": "L06", "obs_value": Decimal(10320000), "vintage": 1},
        {"form_id": "T01", "obs_value": Decimal(10300000), "vintage": 1},
    ]


def test_a_check_that_could_not_run_blocks_and_nothing_is_decided(
    night: Settings, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = query.Query("row", "not_above", "", "select * from a_table_that_is_not_there")
    known = query.queries()
    kept = [check for check in known.checks if check.name != "not_above"]
    monkeypatch.setattr(gate_1, "queries", lambda: replace(known, checks=(*kept, broken)))
    faulty = (
        sample_folder
        / "faulty"
        / "inbox"
        / "经济发展办公室"
        / "固定资产投资项目入库台账2023年12月_低于门槛.xlsx"
    )
    hand_in(
        night,
        faulty,
        "econ_dev_office",
        received_by="示例填表人甲",
        received_at=datetime(2024, 1, 6, tzinfo=UTC),
    )
    before = Home(night.home).current.resolve()
    report = refresh(night)
    assert report.exit_status == 4
    assert "not_above" in report.blocked
    assert (report.held, report.published) == ((), None)
    assert Home(night.home).current.resolve() == before


def test_a_check_of_amounts_that_names_a_text_is_refused_before_anything_is_read(
    night: Settings, tmp_path: Path
) -> None:
    settings = with_office(night, tmp_path / "office")
    form = settings.office / "forms" / "L01_fai_register.yml"
    form.write_text(
        form.read_text(encoding="utf-8").replace(
            "field: investment_ytd, other: planned_total", "field: investment_ytd, other: project_name"
        ),
        encoding="utf-8",
    )
    with pytest.raises(OfficeError, match="project_name: text"):
        load_forms(settings.office, load_office(settings.office))
