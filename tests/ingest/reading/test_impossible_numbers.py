"""Numbers that nothing in their unit can be: half a project, a growth beyond ten thousand times."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ingest.form.file import load_forms
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import read_submission
from samples.forms import admin_counts, fai_register, growth_feedback, old_communities, services_pull
from samples.report import Report
from samples.sheet import Value
from tests.ingest.reading.returns import read, rules, the
from tests.offices.linjiang_workbooks import WORKBOOKS, written
from warehouse.settings import CHECKOUT


@pytest.mark.parametrize(
    ("report", "cell", "typed", "rule"),
    [
        (fai_register.REPORT, "B32", Decimal("3.5"), "COUNT_NOT_WHOLE"),
        (fai_register.REPORT, "B32", "27.5个", "COUNT_NOT_WHOLE"),
        (admin_counts.REPORT, "E4", Decimal("0.5"), "COUNT_NOT_WHOLE"),
        (old_communities.REPORT, "E3", Decimal("120.5"), "COUNT_NOT_WHOLE"),
        (growth_feedback.REPORT, "B6", Decimal("1000000.1"), "NUMBER_TOO_LARGE"),
        (growth_feedback.REPORT, "B6", -1000001, "NUMBER_TOO_LARGE"),
        (services_pull.REPORT, "F5", 2000000, "NUMBER_TOO_LARGE"),
    ],
)
def test_what_cannot_be_is_held(report: Report, cell: str, typed: Value, rule: str) -> None:
    reading = read(report, {cell: typed})
    held = the(reading, rule)
    assert (held.cell, held.severity) == (cell, "hold")
    assert cell not in {one.cell for one in reading.observations}


@pytest.mark.parametrize(
    ("report", "cell", "typed"),
    [
        (fai_register.REPORT, "B32", Decimal("27.0")),
        (growth_feedback.REPORT, "B6", 1000000),
        (growth_feedback.REPORT, "B6", -1000000),
    ],
)
def test_what_is_only_unusual_is_read(report: Report, cell: str, typed: Value) -> None:
    reading = read(report, {cell: typed})
    assert {"COUNT_NOT_WHOLE", "NUMBER_TOO_LARGE"}.isdisjoint({rule for rule, _ in rules(reading)})
    assert cell in {one.cell for one in reading.observations}


def test_a_count_in_ten_thousands_may_have_decimals() -> None:
    office = load_office(CHECKOUT / "tests" / "offices" / "linjiang")
    tourism = next(one for one in WORKBOOKS if one.name == "文旅月报2025年6月.xlsx")
    facts = SubmissionFacts("0" * 16, tourism.name, "tourism_center", datetime(2025, 7, 9, tzinfo=UTC))
    reading = read_submission(written(tourism), facts, office, load_forms(office.folder))
    assert next(one.obs_value for one in reading.observations if one.cell == "C3") == Decimal(65000)
