"""What is read back from landing is what was read of a workbook, and a file that does not fit is refused by name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.finding.finding import Finding, finding
from ingest.finding.message import Duty, Severity
from ingest.finding.problem import Place
from ingest.form.file import load_forms
from ingest.landing import FINDING, LandingError, read_rows, table_of, write_reading
from ingest.observation import CheckCell, Observation, RegisterCell
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from samples.drawing import workbook_bytes
from samples.forms import buildings, trade
from samples.month import DECEMBER_2023
from samples.report import Report
from warehouse.settings import CHECKOUT

OFFICE = CHECKOUT / "offices" / "jingyuan"


def reading_of(report: Report) -> Reading:
    saved = datetime(2024, 1, 22, 1, 0, tzinfo=UTC)
    facts = SubmissionFacts("s", f"{report.stem(DECEMBER_2023)}.xlsx", report.department.department_id, saved)
    data = workbook_bytes(report.sheet(DECEMBER_2023), "示例填表人甲", saved)
    return read_submission(data, facts, load_office(OFFICE), load_forms(OFFICE))


@pytest.mark.parametrize("report", [trade.REPORT, buildings.REPORT])
def test_what_is_read_back_is_what_was_written(report: Report, tmp_path: Path) -> None:
    reading = reading_of(report)
    write_reading(reading, tmp_path, "v")
    assert read_rows(tmp_path / "observation.parquet", Observation) == list(reading.observations)
    assert read_rows(tmp_path / "register_cell.parquet", RegisterCell) == list(reading.register_cells)
    assert read_rows(tmp_path / "check_cell.parquet", CheckCell) == list(reading.check_cells)
    assert read_rows(tmp_path / "finding.parquet", Finding) == list(reading.findings)
    assert reading.observations


@pytest.fixture
def findings(tmp_path: Path) -> Path:
    file = tmp_path / "finding.parquet"
    pq.write_table(table_of([finding("DAMAGED_FILE", Place("a.xlsx"), evidence="zip")], FINDING), file)
    return file


def changed(file: Path, table: pa.Table) -> Path:
    pq.write_table(table, file)
    return file


def test_a_finding_has_its_severity_and_duty_again(findings: Path) -> None:
    (row,) = read_rows(findings, Finding)
    assert (type(row.severity), type(row.duty), row.evidence) == (Severity, Duty, "zip")


def test_an_earlier_versions_file_may_lack_what_has_a_default_and_have_more(findings: Path) -> None:
    table = pq.read_table(findings).drop_columns(["evidence"]).append_column("more", pa.array(["x"]))
    (row,) = read_rows(changed(findings, table), Finding)
    assert (row.file, row.evidence) == ("a.xlsx", "")


def test_a_column_that_is_missing_is_named(findings: Path) -> None:
    with pytest.raises(LandingError, match=r"finding\.parquet rule: 没有这一列 no such column"):
        read_rows(changed(findings, pq.read_table(findings).drop_columns(["rule"])), Finding)


def test_a_column_with_holes_is_named(findings: Path) -> None:
    table = pq.read_table(findings)
    holes = table.set_column(table.column_names.index("rule"), "rule", pa.array([None], pa.string()))
    with pytest.raises(LandingError, match="rule: 1 个空值 nulls"):
        read_rows(changed(findings, holes), Finding)


def test_a_column_of_another_type_is_named(findings: Path) -> None:
    table = pq.read_table(findings)
    other = table.set_column(table.column_names.index("rule"), "rule", pa.array([["x"]]))
    with pytest.raises(LandingError, match=r"rule: list<.*应为 expected string"):
        read_rows(changed(findings, other), Finding)
