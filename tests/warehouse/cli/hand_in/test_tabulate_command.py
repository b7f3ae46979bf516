"""`indicators tabulate`: what it prints of any workbook, for people and for programs, and how it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.tabulate.drawn_sheet import Drawn, bytes_of
from warehouse.cli.app import main

KEYS = [
    "sheet", "cell", "value", "text", "kind", "row_header_path", "col_header_path", "row_header_cells",
    "col_header_cells", "unit", "flags", "other_unit", "block", "hidden", "confidence",
]  # fmt: skip
DRAWN = """
    镇街     | 收入（万元） | 利润（万元）
    南岭镇   | 0.1          | —
    城关街道 | 3000.5       | 123456789012.25
    """
FOREIGN_CAPITAL = "inbox/经济发展办公室/外资到账明细2023年12月.xlsx"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command in this process: exit status, standard output, standard error."""
    for name in [name for name in os.environ if name.startswith("INDICATORS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path / "home"))

    def ran(*arguments: str | Path) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        status = main(["tabulate", *map(str, arguments)])
        printed = capfdbinary.readouterr()
        return status, printed.out.decode(), printed.err.decode()

    return ran


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "收入.xlsx"
    file.write_bytes(bytes_of(Drawn(DRAWN, name="一季度")))
    return file


def lines_of(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_json_is_an_object_a_line_for_each_value_with_the_same_keys(run: Run, workbook: Path) -> None:
    status, printed, _ = run(workbook, "--json")
    assert status == 0
    lines = lines_of(printed)
    assert [line["cell"] for line in lines] == ["B2", "C2", "B3", "C3"]
    assert all(list(line) == KEYS for line in lines)


def test_an_amount_is_a_string_so_that_it_stays_exact(run: Run, workbook: Path) -> None:
    _, printed, _ = run(workbook, "--json")
    assert [line["value"] for line in lines_of(printed)] == ["0.1", "—", "3000.5", "123456789012.25"]


def test_an_object_says_where_its_value_stands_and_what_it_is(run: Run, workbook: Path) -> None:
    _, printed, _ = run(workbook, "--json")
    assert lines_of(printed)[2] == {
        "sheet": "一季度",
        "cell": "B3",
        "value": "3000.5",
        "text": "3000.5",
        "kind": "number",
        "row_header_path": ["城关街道"],
        "col_header_path": ["收入（万元）"],
        "row_header_cells": ["A3"],
        "col_header_cells": ["B1"],
        "unit": "万元",
        "flags": [],
        "other_unit": None,
        "block": 1,
        "hidden": False,
        "confidence": 1.0,
    }


def test_json_is_utf_8_whatever_the_console_speaks(
    run: Run, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    _, printed, _ = run(workbook, "--json")
    assert "城关街道" in printed


def test_people_see_a_table_a_sheet_with_value_unit_and_labels(run: Run, workbook: Path) -> None:
    status, printed, _ = run(workbook)
    assert status == 0
    assert printed.splitlines()[0].endswith("一季度")
    (line,) = (line for line in printed.splitlines() if "B3" in line.split())
    assert line.split() == ["B3", "3000.5", "万元", "城关街道", "收入（万元）"]


def test_a_workbook_without_a_table_says_so(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "说明.xlsx"
    file.write_bytes(bytes_of(Drawn("指标 | 定义\n常住人口 | 在本地居住半年以上的人口")))
    status, printed, _ = run(file)
    assert status == 0
    assert "没有找到表" in printed
    assert "no table was found" in printed
    assert run(file, "--json")[:2] == (0, "")


def test_a_sample_workbook_is_tabulated_with_the_labels_of_its_sheet(run: Run, sample_folder: Path) -> None:
    _, printed, _ = run(sample_folder / FOREIGN_CAPITAL, "--json")
    (last,) = (line for line in lines_of(printed) if line["cell"] == "H8")
    assert Decimal(last["value"]) == 1032
    assert last["row_header_path"][0] == "示例企业A(增资)"
    assert last["col_header_path"][-1] == "本年累计"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "NOT_A_WORKBOOK"), (b"PK\x03\x04" + b"\0" * 100, "DAMAGED_FILE")],
    ids=["a picture", "half a package"],
)
@pytest.mark.parametrize("options", [[], ["--json"]], ids=["table", "json"])
def test_what_is_no_workbook_is_refused_with_the_reason(
    run: Run, tmp_path: Path, content: bytes, code: str, options: list[str]
) -> None:
    file = tmp_path / "收入.xlsx"
    file.write_bytes(content)
    status, printed, said = run(file, *options)
    assert status == 2
    if options:
        assert json.loads(printed)["error"]["code"] == code
        assert said == ""
    else:
        assert printed == ""
        assert said.split()[1] == code
        assert "详见" in said.splitlines()[-1]
        assert "收入.xlsx" in said
        assert "Traceback" not in said


def test_a_file_that_is_not_there_is_said_to_be_missing(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "没有.xlsx"
    status, printed, said = run(missing)
    assert (status, printed) == (2, "")
    assert said.startswith("错误 NOT_OPENED ")
    assert str(missing) in said
