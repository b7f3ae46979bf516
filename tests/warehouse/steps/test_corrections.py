"""The register of corrections in the marts: both values stay, the corrected one speaks, until the workbook changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from samples.drawing import workbook_bytes
from samples.forms import fai_register
from samples.month import DECEMBER_2023
from samples.sheet import Formula, Value, retyped
from tests.conftest import MadeOnce, Query, copy_of, settings_for
from tests.ingest.form.correction_register import write_register
from warehouse.answers.as_of import build_as_of
from warehouse.answers.trace import trace
from warehouse.answers.trace_rows import Trace
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.series.choice import SeriesRequest
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport, refresh

TOTAL = (
    "indicator_id = 'fai_register_investment_completed' and accumulation = 'YTD' and time_period = '2023-12'"
)
FIRST, AGAIN, MENDED = (datetime(2024, 1, day, 1, 30, tzinfo=UTC) for day in (5, 12, 15))
REPORTED, CORRECTED = Decimal(988_340_000), Decimal(983_840_000)  # 98,834 and 98,384万元
Night = tuple[Settings, RefreshReport]


def hand_in_register(settings: Settings, folder: Path, changed: dict[str, Value], at: datetime) -> str:
    """Hand in December's register of projects with some cells typed differently."""
    report = fai_register.REPORT
    sheet = retyped(report.sheet(DECEMBER_2023), changed)
    file = folder / f"固定资产投资项目入库台账2023年12月_{at:%d}.xlsx"
    file.write_bytes(workbook_bytes(sheet, report.department.clerk, at))
    return hand_in(
        settings, file, "econ_dev_office", received_by="示例填表人甲", received_at=at, is_sample=True
    )[0]


@pytest.fixture(scope="session")
def corrected(made_once: MadeOnce) -> Night:
    """One return, and a register of four corrections: one that applies and three that do not. Read only."""
    made: Night = made_once("register_corrected", _corrected)[1]
    return made


def _corrected(folder: Path) -> Night:
    settings = settings_for(folder / "home")
    settings = replace(settings, office=Path(shutil.copytree(settings.office, folder / "office")))
    write_register(
        settings.office,
        {},
        {"correction_id": "C2024-02", "cell": "J5", "expect": "1", "wrong_value": "1", "right_value": "2"},
        {"correction_id": "C2024-03", "cell": "G32", "expect": "137000", "wrong_value": "137000"},
        {"correction_id": "C2024-04", "period": "2024-02"},
    )
    hand_in_register(settings, folder, {}, FIRST)
    return settings, refresh(settings)


@pytest.fixture(scope="session")
def mended(made_once: MadeOnce, corrected: Night) -> Night:
    """The same home when the return came twice more: with the total still wrong, then with another total."""
    made: Night = made_once("register_mended", lambda folder: _mended(corrected[0], folder))[1]
    return made


def _mended(first: Settings, folder: Path) -> Night:
    settings = copy_of(first, folder)
    hand_in_register(settings, folder, {"L5": "已竣工"}, AGAIN)
    first_row = _number(fai_register.sheet(DECEMBER_2023).entries["J5"].value)
    # 98,834 − 434 = 98,400; the register's own rows add up to it again.
    changed: dict[str, Value] = {"J5": first_row - 434, "J32": Formula("=SUM(J5:J31)", 98_400)}
    hand_in_register(settings, folder, changed, MENDED)
    return settings, refresh(settings)


def _number(value: Value) -> int:
    assert isinstance(value, int)
    return value


def one(query: Query, settings: Settings, sql: str) -> dict[str, Any]:
    rows = query(settings, sql)
    assert len(rows) == 1, rows
    return rows[0]


def value_as_of(settings: Settings, day: date) -> tuple[Any, ...]:
    with duckdb.connect(str(build_as_of(settings, day)), read_only=True) as connection:
        found = connection.execute(
            f"select obs_value, value_origin, n_vintages, (select count(*) from mart_correction) from mart_indicator where {TOTAL}"
        ).fetchall()
    assert len(found) == 1
    return tuple(found[0])


def test_the_corrected_value_speaks_and_the_reported_one_stays(corrected: Night, query: Query) -> None:
    settings, report = corrected
    assert (report.exit_status, report.held) == (0, ())
    row = one(query, settings, f"select * from mart_indicator where {TOTAL}")
    assert (row["obs_value"], row["value_origin"], row["n_vintages"]) == (CORRECTED, "corrected", 2)
    assert row["display_value"] == "98384(示例)"
    said = query(
        settings,
        "select obs_value, value_origin, vintage, is_current, raw_text, revision_reason, correction_id, accepted_at"
        f" from fct_observation where {TOTAL} and value_origin <> 'register' order by vintage",
    )
    assert said == [
        {
            "obs_value": REPORTED,
            "value_origin": "reported",
            "vintage": 1,
            "is_current": False,
            "raw_text": "98834",
            "revision_reason": "_Z",
            "correction_id": "_Z",
            "accepted_at": FIRST,
        },
        {
            "obs_value": CORRECTED,
            "value_origin": "corrected",
            "vintage": 2,
            "is_current": True,
            "raw_text": "98834",
            "revision_reason": "correction",
            "correction_id": "C2024-01",
            "accepted_at": datetime(2024, 1, 10, 1, 0, tzinfo=UTC),
        },
    ]


def test_the_register_stands_in_the_marts_with_what_became_of_each_line(
    corrected: Night, query: Query
) -> None:
    rows = query(
        corrected[0],
        "select correction_id, correction_state, cell_now, approver from mart_correction order by 1",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("C2024-01", "applied", "98834", "示例审核人"),
        ("C2024-02", "forbidden", "", "示例审核人"),
        ("C2024-03", "obsolete", "137837", "示例审核人"),
        ("C2024-04", "waiting", "", "示例审核人"),
    ]


def test_a_line_that_is_not_applied_is_a_finding_for_the_operator_that_names_the_cell(
    corrected: Night, query: Query
) -> None:
    rows = query(
        corrected[0],
        "select rule, severity, duty, source_sheet, source_cell, found, expected from finding where rule like 'CORRECTION%'"
        " order by rule",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("CORRECTION_FORBIDDEN", "warn", "operator", "入库台账", "J5", "", "1"),
        ("CORRECTION_OBSOLETE", "warn", "operator", "入库台账", "G32", "137837", "137000"),
    ]


def test_a_corrected_total_is_compared_with_the_register_as_a_reported_one_is(
    corrected: Night, query: Query
) -> None:
    # Its rows add up to 98,834万元 as before.
    row = one(
        query, corrected[0], f"select * from mart_reconciliation where {TOTAL} and value_origin = 'corrected'"
    )
    assert (row["kind"], row["other_origin"], row["other_value"]) == ("register", "register", REPORTED)
    assert (row["difference_from_other"], row["reconciliation"]) == (Decimal(-4_500_000), "differs")


def test_a_correction_is_a_revision_with_its_reason(corrected: Night, query: Query) -> None:
    row = one(query, corrected[0], f"select * from mart_revision where {TOTAL} and vintage = 2")
    assert (row["first_value"], row["previous_value"], row["revision"]) == (
        REPORTED,
        REPORTED,
        Decimal(-4_500_000),
    )
    # 450 of 98,834 is 0.4553 %; accepted on the 5th, corrected on the 10th.
    assert (row["revision_pct_rounded"], row["days_since_first"]) == (Decimal("-0.46"), 5)
    assert (row["revision_reason"], row["correction_id"]) == ("correction", "C2024-01")


def test_a_trace_shows_the_cell_as_it_is_and_who_corrected_it(corrected: Night) -> None:
    found = _traced(corrected[0])
    assert (found.value, found.display_value) == ("983840000", "98384(示例)")
    assert "“98834”" in found.formula_zh
    assert "C2024-01" in found.formula_zh
    (cell,) = [cell for cell in found.cells if cell.role == "value"]
    assert (cell.cell, cell.raw_text) == ("J32", "98834")
    first, second = found.vintages
    assert (first.value, first.current, first.correction) == ("988340000", False, None)
    assert second.correction is not None
    assert (second.value, second.current, second.value_origin) == ("983840000", True, "corrected")
    assert (second.correction.correction_id, second.correction.author, second.correction.approver) == (
        "C2024-01",
        "示例经办人",
        "示例审核人",
    )


def _traced(settings: Settings) -> Trace:
    file = Home(settings.home).current.resolve() / "indicators.duckdb"
    return trace(file, SeriesRequest("fai_register_investment_completed", ("2023-12",), {}), "371002002")


@pytest.mark.long
def test_on_the_day_before_the_approval_nobody_knows_of_it(corrected: Night) -> None:
    assert value_as_of(corrected[0], date(2024, 1, 9)) == (REPORTED, "reported", 1, 0)


def test_once_the_workbook_says_something_else_the_workbook_stands(mended: Night, query: Query) -> None:
    settings, report = mended
    assert (report.exit_status, report.held) == (0, ())
    row = one(query, settings, f"select * from mart_indicator where {TOTAL}")
    assert (row["obs_value"], row["value_origin"], row["n_vintages"]) == (
        Decimal(984_000_000),
        "reported",
        3,
    )
    found = one(
        query, settings, "select * from finding where rule = 'CORRECTION_OBSOLETE' and source_cell = 'J32'"
    )
    assert (found["found"], found["expected"]) == ("98400", "98834")
    assert "C2024-01" in found["message_zh"]


def test_what_readers_saw_is_kept_in_order_also_where_the_error_came_again(
    mended: Night, query: Query
) -> None:
    rows = query(
        mended[0],
        f"select vintage, obs_value, accepted_at, is_current from mart_revision where {TOTAL} order by vintage",
    )
    # The return of the 12th still had the error and was corrected as it came in: it changed nothing.
    assert [(row["vintage"], int(row["obs_value"]), row["accepted_at"].day) for row in rows] == [
        (1, 988_340_000, 5),
        (2, 983_840_000, 10),
        (3, 984_000_000, 15),
    ]
    assert [row["is_current"] for row in rows] == [False, False, True]


def test_a_correction_goes_on_while_the_error_comes_again(mended: Night) -> None:
    assert value_as_of(mended[0], date(2024, 1, 13))[:3] == (CORRECTED, "corrected", 2)


def test_a_register_that_breaks_a_rule_ends_the_refresh_before_anything_is_built(
    corrected: Night, tmp_path: Path, foreseen_by_office: Callable[[Settings], str]
) -> None:
    office = Path(shutil.copytree(corrected[0].office, tmp_path / "office"))
    write_register(office, {"approver": "示例经办人"})
    settings = replace(corrected[0], office=office)
    before = Home(settings.home).current.resolve()
    assert "corrections.csv: 第 2 行 line 2: approver" in foreseen_by_office(settings)
    assert Home(settings.home).current.resolve() == before


@pytest.fixture
def foreseen_by_office() -> Callable[[Settings], str]:
    """What a refresh of an office that contradicts itself says."""
    from ingest.declared.problem import OfficeError

    def said(settings: Settings) -> str:
        with pytest.raises(OfficeError) as raised:
            refresh(settings)
        return str(raised.value)

    return said
