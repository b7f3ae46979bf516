"""The comparison runs, measures what it says, and compares only what reads the same."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from benchmarks import files, readers
from benchmarks.measured import measure
from benchmarks.reading import Result, exponents, main
from benchmarks.trade_form import read_by_form, read_by_script, same, values_of
from ingest.workbook.limits import MIB

DECEMBER = "限上批零住餐202312.xlsx"


@pytest.fixture(scope="module")
def document() -> Any:
    """What a very small run of the whole comparison says."""
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setattr("builtins.print", lambda text: said.append(text))
        assert main(["--json", "--forms", "2", "--cells", "500", "1000", "--rounds", "1"]) == 0
    return json.loads(said[0])


def test_every_reader_is_measured_in_every_case(document: Any) -> None:
    named: dict[str, list[str]] = {}
    for one in document["results"]:
        named.setdefault(one["case"], []).append(one["reader"])
    assert named == {
        "small": list(readers.XLSX),
        "old": list(readers.XLS),
        "500": list(readers.XLSX),
        "1000": list(readers.XLSX),
        "form": list(readers.FORM),
    }


def test_a_ratio_is_to_the_reader_that_is_the_floor(document: Any) -> None:
    small = {one["reader"]: one for one in document["results"] if one["case"] == "small"}
    floor = small[readers.FLOOR]["cpu_seconds"]
    assert small[readers.FLOOR]["ratio"] == 1
    assert math.isclose(small["openpyxl"]["ratio"], small["openpyxl"]["cpu_seconds"] / floor)
    assert math.isclose(small["openpyxl"]["cells_per_second"], 2 * 750 / small["openpyxl"]["cpu_seconds"])


def test_the_run_says_which_versions_it_measured(document: Any) -> None:
    assert document["about"].keys() >= {"python", "cpus", "openpyxl", "python-calamine", "pandas"}
    assert document["exponents"].keys() == readers.XLSX.keys()


def test_the_exponent_of_time_is_two_where_ten_times_the_cells_take_a_hundred_times_as_long() -> None:
    found = [
        Result(f"{cells}", reader, 1.0, 1.0, seconds, 1.0, 0, 0, "")
        for reader in readers.XLSX
        for cells, seconds in ((100, 0.1), (1000, 10.0))
    ]
    assert exponents(found, [100, 1000])[readers.OURS] == pytest.approx(2)
    assert exponents(found, [100]) == {}


def test_a_form_has_a_header_of_three_rows_formulas_and_five_formats(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    files.write_form(path, 11)
    sheet = load_workbook(path)["工业"]
    assert (sheet.max_row, sheet.max_column) == (50, 15)
    assert sheet["A1"].value == "2023年1-12月规模以上工业主要指标"
    assert {str(merged) for merged in sheet.merged_cells.ranges} >= {"A1:O1", "A2:A3", "B2:C2", "N2:O2"}
    assert sheet["O4"].value == "=SUM(B4:N4)"
    assert {cell.number_format for row in sheet["A4:O50"] for cell in row} == set(files._FORMATS)
    assert path.stat().st_size == pytest.approx(12_000, rel=0.25)


def test_a_large_sheet_has_as_many_cells_as_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    files.write_sheet(path, 1000)
    values = [cell.value for row in load_workbook(path).active.iter_rows() for cell in row]
    assert len(values) == 1000
    assert None not in values


def test_the_script_reads_what_the_form_reads(sample_folder: Path) -> None:
    data = (sample_folder / "inbox" / "统计站" / DECEMBER).read_bytes()
    by_form = values_of(read_by_form(DECEMBER, data))
    # Five lines of five figures, less two of the month and a rank that are not stated.
    assert len(by_form) == 22
    assert by_form["E5"] == ("retail_sales_above_quota", 4_027_000_000)
    assert same(by_form, read_by_script(data, "calamine"))
    assert same(by_form, read_by_script(data, "openpyxl"))


def test_values_that_differ_are_not_called_the_same() -> None:
    values = {"A1": ("a", 1.0), "A2": ("b", 2.0)}
    assert same(values, {**values, "A2": ("b", 2.0 + 1e-12)})
    assert not same(values, {**values, "A2": ("b", 2.1)})
    assert not same(values, {**values, "A2": ("c", 2.0)})
    assert not same(values, {"A1": ("a", 1.0)})


def test_what_is_not_read_is_said_and_not_timed(tmp_path: Path) -> None:
    (tmp_path / "none.xlsx").write_bytes(b"%PDF-1.7")
    measured = measure(readers.ours, tmp_path / "none.xlsx", tmp_path, 1)
    assert measured.keys() == {"refused"}
    assert str(measured["refused"]).startswith("NOT_A_WORKBOOK")


def test_memory_is_what_was_held_at_most(tmp_path: Path) -> None:
    # In a process of its own: the memory that other tests have given back would be held again unseen.
    (tmp_path / "small").write_bytes(b"x")
    program = (
        "import json, sys; from pathlib import Path; from benchmarks.measured import measure;"
        f"folder = Path(sys.argv[1]); read = lambda name, data: len(data * {50 * MIB});"
        "print(json.dumps(measure(read, folder / 'small', folder, 2)))"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, stdout=subprocess.PIPE)
    measured = json.loads(ran.stdout)
    held = float(measured["peak_bytes"]) - float(measured["before_bytes"])
    assert 45 * MIB < held < 70 * MIB
