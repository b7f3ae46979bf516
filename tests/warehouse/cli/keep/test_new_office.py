"""A new office is sound from the first day: the doctor has nothing to say, and a workbook goes the whole way."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from ingest.declared.declared import fields_of
from ingest.form.correction import Correction
from ingest.office.catalogue import row_models
from tests.conftest import Query, settings_for
from warehouse.cli.app import main
from warehouse.home import Home
from warehouse.steps.refresh import refresh


def test_a_new_office_is_healthy_and_publishes_its_first_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: Query
) -> None:
    folder = tmp_path / "ours"
    assert main(["new-office", str(folder)]) == 0
    settings = replace(settings_for(tmp_path / "home"), office=folder)
    monkeypatch.setenv("INDICATORS_HOME", str(settings.home))
    monkeypatch.setenv("INDICATORS_OFFICE", str(folder))
    assert main(["doctor"]) == 0
    inbox = Home(settings.home).ensure().inbox / "示例办公室"
    inbox.mkdir()
    with xlsxwriter.Workbook(inbox / "示例项目2024年3月.xlsx") as workbook:
        sheet = workbook.add_worksheet("3月")
        for number, row in enumerate(
            [["2024年1-3月示例项目情况"], ["单位:个"], ["指标", "本年累计"], ["示例项目", 12]]
        ):
            sheet.write_row(number, 0, row)
    assert refresh(settings).exit_status == 0
    published = query(settings, "select indicator_id, time_period, obs_value from mart_indicator")
    assert published == [
        {"indicator_id": "example_projects", "time_period": "2024-03", "obs_value": Decimal(12)}
    ]


def test_every_file_of_a_new_office_has_every_column(tmp_path: Path) -> None:
    main(["new-office", str(tmp_path)])
    models = {f"catalogue/{name}.csv": model for name, model in row_models().items()}
    for name, model in {**models, "corrections.csv": Correction}.items():
        # Excel opens a CSV file as UTF-8 only if it begins with a mark.
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf"), name
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == list(fields_of(model)), name


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["new-office", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    shown = capsys.readouterr().err
    assert "文件夹不是空的" in shown
    assert "the folder is not empty" in shown


def test_what_to_do_next_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new-office", str(tmp_path / "ours")])
    shown = capsys.readouterr().out
    assert f"INDICATORS_OFFICE={tmp_path / 'ours'} indicators doctor" in shown
    assert "下一步 (next)" in shown
