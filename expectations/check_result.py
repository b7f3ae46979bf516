"""How a check ended, as it is kept beside what it was asked of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa


class State(StrEnum):
    """How a check ended. One that could not run has not passed."""

    PASSED = "passed"
    FAILED = "failed"
    COULD_NOT_RUN = "could_not_run"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A row of the table check_result; `submission_id` is empty for one about the whole.

    `expectation`: the library's name of what was expected, or the file of the query that looks for what must not be.
    """

    gate: str
    check_name: str
    rule: str
    expectation: str
    submission_id: str
    rows_checked: int
    rows_unexpected: int
    state: str
    detail: str = ""


CHECK_RESULT = pa.schema(
    [
        ("gate", pa.string()),
        ("check_name", pa.string()),
        ("rule", pa.string()),
        ("expectation", pa.string()),
        ("submission_id", pa.string()),
        ("rows_checked", pa.int64()),
        ("rows_unexpected", pa.int64()),
        ("state", pa.string()),
        ("detail", pa.string()),
    ]
)
