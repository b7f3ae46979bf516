"""The seam to Great Expectations: verdicts by row, and a check that could not run never passes."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from expectations.check_result import State
from expectations.suite import Check, Where, could_not_run, run_checks

FRAME = pd.DataFrame(
    {
        "row_id": [0, 1, 2],
        "low": [Decimal(480), Decimal("1000.5"), None],
        "high": [Decimal(500), Decimal(900), Decimal(1)],
    },
    dtype=object,
)


def at_most(low: str, high: str, where: Where = ()) -> Check:
    arguments = {
        "column_A": high,
        "column_B": low,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    return Check(
        "at_most", "FORMS_DIFFER", "expect_column_pair_values_a_to_be_greater_than_b", arguments, where
    )


def test_the_rows_that_fail_are_named() -> None:
    (result,) = run_checks(FRAME, [at_most("low", "high")])
    assert (result.state, result.unexpected) == (State.FAILED, (1,))


def test_a_check_limited_to_some_rows_looks_at_those_only() -> None:
    (result,) = run_checks(FRAME, [at_most("low", "high", [("row_id", "<", 1)])])
    assert (result.state, result.unexpected) == (State.PASSED, ())


def test_a_check_on_a_column_that_is_not_there_could_not_run_and_blocks() -> None:
    (result,) = run_checks(FRAME, [at_most("missing", "high")])
    assert result.state is State.COULD_NOT_RUN
    (finding,) = could_not_run([result])
    assert (finding.rule, finding.severity) == ("CHECK_COULD_NOT_RUN", "block")


def test_results_come_in_the_order_of_the_checks() -> None:
    results = run_checks(FRAME, [at_most("low", "high"), at_most("high", "low"), at_most("missing", "high")])
    assert [result.unexpected for result in results] == [(1,), (0,), ()]
