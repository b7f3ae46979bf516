"""The twelve layouts, cell by cell: what a person worked out that each value cell is, the forms read it as.

`mapping.csv` beside the layouts states the dimensions of each of the 168 value cells; the layouts are drawn
as workbooks with their merges and handed in under the file name and by the department of the office.
"""

from __future__ import annotations

import csv
from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from ingest.form.file import load_forms
from ingest.observation import DIMENSIONS
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from tests.ingest.tabulate.layouts import LAYOUTS, written_layout
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "offices" / "jingyuan"
OFFICE, FORMS = load_office(FOLDER), load_forms(FOLDER)

# The file names and departments with which the layouts come in; L08 says its year in the name only.
HANDED_IN = {
    "L01": ("econ_dev_office", "固投入库台账2023年12月.xlsx"),
    "L02": ("statistics_station", "固投增速反馈2023年1-12月.xlsx"),
    "L03": ("econ_dev_office", "外资到账明细2023年12月.xlsx"),
    "L04": ("econ_dev_office", "内资到位资金2023年12月.xlsx"),
    "L05": ("econ_dev_office", "实物工作量2023年12月.xlsx"),
    "L06": ("econ_dev_office", "重点指标调度表2023年12月.xlsx"),
    "L07": ("statistics_station", "规上服务业.xlsx"),
    "L08": ("statistics_station", "限上批零住餐202312.xlsx"),
    "L09": ("econ_dev_office", "楼宇盘活2023年12月.xlsx"),
    "L10": ("urban_construction_office", "老旧小区改造2023年.xlsx"),
    "L11": ("econ_dev_office", "外出招商登记2023年12月.xlsx"),
    "L12": ("econ_dev_office", "重点产业项目.xlsx"),
}
STATED = ("reporting_level", "value_origin")


def read(layout: str) -> Reading:
    department, file_name = HANDED_IN[layout[:3]]
    facts = SubmissionFacts("0" * 16, file_name, department, datetime(2024, 2, 20, tzinfo=UTC))
    return read_submission(written_layout(layout), facts, OFFICE, FORMS)


def mapped(layout: str, role: str) -> list[dict[str, str]]:
    path = next(iter(LAYOUTS.values())).with_name("mapping.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["layout"] == layout[:3] and row["role"] == role]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_value_cell_of_a_layout_is_the_series_that_it_was_worked_out_to_be(layout: str) -> None:
    said = {
        one.cell: {
            **asdict(one.series),
            "time_period": one.time_period,
            "reporting_level": one.reporting_level,
            "value_origin": one.value_origin,
        }
        for one in read(layout).observations
    }
    wanted = {
        row["cells"]: {name: row[name] for name in (*DIMENSIONS, "time_period", *STATED)}
        for row in mapped(layout, "observation")
    }
    # Rows of a register stand in the mapping as ranges; an address alone is one value.
    assert {cell: said[cell] for cell in said if cell in wanted} == wanted
    assert set(said) == set(wanted)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_has_no_finding_above_a_hint(layout: str) -> None:
    found = [(one.rule, one.cell) for one in read(layout).findings if str(one.severity) != "hint"]
    assert found == []


def test_the_mapping_names_168_values() -> None:
    assert sum(len(mapped(layout, "observation")) for layout in LAYOUTS) == 168
