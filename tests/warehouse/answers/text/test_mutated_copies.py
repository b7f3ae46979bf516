"""Copies of the report with one statement changed: what is wrong is flagged, what is right is not.

A sample of `make campaign NAME=check`.
"""

from __future__ import annotations

import pytest

from tests.warehouse.answers.text.mutated import Outcome, copies, outcome
from warehouse.answers.text.check import Reader, Statement
from warehouse.answers.text.stated.lines import Line
from warehouse.answers.text.verdict import Verdict

SEEDS = range(1, 61)


@pytest.fixture(scope="module")
def outcomes(using: Reader, report: list[Statement], report_lines: list[Line]) -> list[Outcome]:
    right = [one for one in report if one.judged.verdict is Verdict.AGREES]
    return [outcome(copy, using, right) for copy in copies(report_lines, right, SEEDS)]


def test_of_a_hundred_wrong_numbers_97_are_flagged(outcomes: list[Outcome]) -> None:
    missed = [f"{one.copy.seed} {one.copy.kind} {one.copy.said}" for one in outcomes if not one.found]
    assert len(missed) * 100 <= 3 * len(outcomes), missed


def test_of_a_hundred_right_numbers_two_at_most_are_flagged(outcomes: list[Outcome]) -> None:
    flagged = [f"{one.copy.seed} {text}" for one in outcomes for text in one.flagged_right]
    assert sum(one.right for one in outcomes) > 60 * len(outcomes)
    assert len(flagged) * 100 <= 2 * sum(one.right for one in outcomes), flagged
