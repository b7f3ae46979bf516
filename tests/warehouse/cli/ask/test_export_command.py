"""`indicators export` as people and scripts meet it."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from warehouse.cli.app import main
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport
from warehouse.store.manifest import verify


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Export = Callable[..., Ran]


@pytest.fixture
def sample(first_night: tuple[Settings, RefreshReport]) -> Path:
    """The sample home; not to be changed."""
    return first_night[0].home


@pytest.fixture
def export(sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Export:
    for name in [name for name in os.environ if name.startswith("INDICATORS_")]:
        monkeypatch.delenv(name)

    def ran(form: str, output: Path, *arguments: str, home: Path = sample) -> Ran:
        monkeypatch.setenv("INDICATORS_HOME", str(home))
        capsys.readouterr()
        status = main(["export", "--format", form, "--output", str(output), *arguments])
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return ran


def test_an_excel_pack_says_of_which_snapshot_it_is_and_what_is_not_in_it(
    export: Export, sample: Path, tmp_path: Path
) -> None:
    ran = export("xlsx", tmp_path / "指标.xlsx")
    assert ran.status == 0
    assert f"快照 (snapshot) {Home(sample).current.readlink().name}" in ran.out
    assert "fct_fdi_tranche" in ran.out
    assert "--internal" in ran.out
    assert re.search(r"^√ 导出 export  \d+/\d+", ran.err)
    assert (ran.out + ran.err).encode("gbk")
    (warned,) = [line for line in ran.out.splitlines() if line.startswith("▲")]
    assert warned.startswith("▲ 鲸园街道 2022年1-12月 实际到账外资 本应不公布")
    assert "×" not in ran.out
    book = openpyxl.load_workbook(tmp_path / "指标.xlsx", read_only=True)
    cover = [tuple(row[:2]) for row in book["封面"].iter_rows(values_only=True)]
    assert [label.split()[0] for label, _ in cover[:3]] == ["标题", "用途", "使用范围"]
    assert len(cover) < 25
    assert "不写来源的文件和单元格" in dict(cover)["溯源 trace"]
    months = [
        row[0]
        for row in book["mart_foreign_capital"].iter_rows(min_row=2, min_col=2, max_col=2, values_only=True)
    ]
    assert months == sorted(months)
    names = book.sheetnames
    assert (names[:4], names[-1]) == (["封面", "目录", "图", "mart_indicator"], "说明")
    assert "fct_fdi_tranche" not in names


@pytest.mark.parametrize("name", ["headline", "bi.headline"])
def test_a_relation_for_people_is_exported_inside_and_outside_with_its_schema_or_without(
    export: Export, tmp_path: Path, name: str
) -> None:
    rows = {}
    for inside in ((), ("--internal",)):
        target = tmp_path / f"headline{len(inside)}"
        assert export("parquet", target, "--table", name, *inside).status == 0
        rows[inside] = pq.read_table(target / "headline.parquet").num_rows
    assert set(rows.values()) == {1500}


def test_1032_is_the_same_number_in_all_three_formats(export: Export, tmp_path: Path) -> None:
    assert export("xlsx", tmp_path / "a.xlsx", "--table", "mart_foreign_capital").status == 0
    assert export("sdmx-csv", tmp_path / "sdmx").status == 0
    assert export("parquet", tmp_path / "marts", "--table", "mart_foreign_capital").status == 0
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["mart_foreign_capital"]
    shown = {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == 1032}
    assert shown == {'#,##0"万美元"'}
    with (tmp_path / "sdmx" / "observations.csv").open(encoding="utf-8", newline="") as file:
        values = {
            (row["TIME_PERIOD"], row["OBS_VALUE"])
            for row in csv.DictReader(file)
            if row["INDICATOR"] == "fdi_actual_utilized" and row["IS_DEFAULT"] == "true"
        }
    assert ("2023-01-01/P12M", "10320000") in values
    table = pq.read_table(tmp_path / "marts" / "mart_foreign_capital.parquet").to_pylist()
    (december,) = [row for row in table if row["time_period"] == "2023-12"]
    assert (int(december["utilized"]), december["display_value"]) == (10320000, "1032")
    for folder in ("sdmx", "marts"):
        assert verify(tmp_path / folder) == []


def test_with_json_standard_output_is_what_was_written_and_nothing_else(
    export: Export, sample: Path, tmp_path: Path
) -> None:
    ran = export("parquet", tmp_path / "marts", "--json")
    assert ran.status == 0
    said = ran.document
    assert (said["schema_version"], said["format"]) == (1, "parquet")
    assert said["snapshot_id"] == Home(sample).current.readlink().name
    assert {f"{name}.parquet" for name in said["tables"]} == {
        file.name for file in (tmp_path / "marts").glob("*.parquet")
    }
    assert "fct_fdi_tranche" in said["left_out"]


def test_every_vintage_is_exchanged_inside_the_office_if_asked_for(export: Export, tmp_path: Path) -> None:
    assert export("sdmx-csv", tmp_path / "public", "--all-vintages").err.split()[1] == "STAYS_IN_THE_OFFICE"
    assert export("sdmx-csv", tmp_path / "all", "--all-vintages", "--internal").status == 0
    with (tmp_path / "all" / "observations.csv").open(encoding="utf-8", newline="") as file:
        (flows, vintages) = zip(
            *((row["STRUCTURE_ID"], row["VINTAGE"]) for row in csv.DictReader(file)), strict=True
        )
    assert {flow.partition(":")[2] for flow in flows} == {"INDICATOR_VINTAGE(1.0.0)"}
    assert "1" in vintages


@pytest.mark.parametrize(
    ("form", "options", "code"),
    [
        ("xlsx", ("--table", "mart_indikator"), "UNKNOWN_TABLE"),
        ("xlsx", ("--table", "fct_fdi_tranche"), "STAYS_IN_THE_OFFICE"),
        ("xlsx", ("--all-vintages",), "USAGE"),
        ("sdmx-csv", ("--table", "mart_indicator"), "USAGE"),
        ("ods", (), "USAGE"),
        ("parquet", ("--snapshot", "19990101"), "UNKNOWN_SNAPSHOT"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_is_written(
    export: Export, tmp_path: Path, form: str, options: tuple[str, ...], code: str
) -> None:
    ran = export(form, tmp_path / "out", *options)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.split()[:2] == ["错误", code]
    assert not any(tmp_path.iterdir())


def test_a_folder_that_is_there_is_left_alone(export: Export, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="ascii")
    for form, code in (("parquet", "EXPORT_EXISTS"), ("sdmx-csv", "EXPORT_EXISTS"), ("xlsx", "USAGE")):
        ran = export(form, tmp_path)
        assert (ran.status, ran.err.split()[1]) == (2, code), form
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_is_named(export: Export, tmp_path: Path) -> None:
    for form in ("parquet", "xlsx"):
        ran = export(form, tmp_path / "nowhere" / "pack")
        assert (ran.status, ran.err.split()[1]) == (1, "DISK")
        assert str(tmp_path / "nowhere" / "pack") in ran.err


def test_a_workbook_is_not_written_under_the_ending_of_another_form(export: Export, tmp_path: Path) -> None:
    ran = export("xlsx", tmp_path / "指标.csv")
    assert (ran.status, ran.err.split()[1]) == (2, "USAGE")
    assert ".xlsx" in ran.err
    assert not any(tmp_path.iterdir())


def test_before_the_first_snapshot_it_is_said_how_to_get_one(export: Export, tmp_path: Path) -> None:
    ran = export("xlsx", tmp_path / "a.xlsx", home=tmp_path / "home")
    assert (ran.status, ran.err.split()[1]) == (2, "NO_SNAPSHOT")
