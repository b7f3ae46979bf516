"""A mark where a number would stand says why there is none; it is never zero."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from ingest.quantity.missing_mark import MissingMark, missing_mark, missing_marks


@pytest.mark.parametrize(
    ("mark", "status", "reason"),
    [
        ("", "O", "NOT_STATED"),
        (" \u3000", "O", "NOT_STATED"),
        ("—", "M", "NOT_APPLICABLE"),
        ("——", "M", "NOT_APPLICABLE"),
        ("-", "M", "NOT_APPLICABLE"),
        ("/", "M", "NOT_APPLICABLE"),
        ("…", "N", "BELOW_UNIT"),
        ("……", "N", "BELOW_UNIT"),
        ("..", "O", "NOT_AVAILABLE"),
        ("N/A", "O", "NOT_AVAILABLE"),
        ("NA", "O", "NOT_AVAILABLE"),
        ("n.a.", "O", "NOT_AVAILABLE"),
        ("空", "O", "NOT_STATED"),
        ("无", "O", "NONE_STATED"),
        ("暂无", "L", "NOT_YET_AVAILABLE"),
        ("未统计", "L", "NOT_COLLECTED"),
        ("[d]", "Q", "SUPPRESSED"),
        ("(D)", "Q", "SUPPRESSED"),
        ("C", "Q", "SUPPRESSED"),
        ("x", "O", "UNEXPLAINED_MARK"),
        ("*", "O", "UNEXPLAINED_MARK"),
    ],
)
def test_a_mark_has_its_status_and_reason(mark: str, status: str, reason: str) -> None:
    assert missing_mark(mark) == MissingMark(status, reason)


@pytest.mark.parametrize("text", ["0", "零", "合计", "-1", "1…", "无锡"])
def test_what_is_no_mark_is_none(text: str) -> None:
    assert missing_mark(text) is None


def test_every_mark_of_the_table_has_a_known_status_a_reason_and_a_source() -> None:
    table = Path(__file__).parents[3] / "ingest" / "quantity" / "missing_mark.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(missing_marks())
    for row in rows:
        assert row["status"] in {"M", "O", "L", "N", "Q"}
        assert re.fullmatch("[A-Z_]+", row["reason"])
        assert row["source"]
