"""Checks of values: each kind as an expectation about the rows of observations, and the words of its finding."""

from __future__ import annotations

from collections.abc import Callable

from expectations.checks.expectation import Stated, WordedExpectation, Wording, at_most, equal, is_null
from expectations.checks.observation_row import ObservationRow
from ingest.quantity.number import plain

_Made = WordedExpectation[ObservationRow]


def _found(row: ObservationRow) -> str:
    """The number as the cell has it."""
    value = row.observation.reported_value
    return "" if value is None else plain(value)


def _month_within_ytd(stated: Stated) -> _Made:
    def word(row: ObservationRow) -> Wording:
        return Wording(row.cell, {"found": _found(row), "expected": row.reported(row.ytd_value)})

    levels = [("accumulation", "=", "PERIOD"), ("measure", "=", "VALUE"), ("time_transform", "=", "N")]
    return at_most("obs_value", "ytd_value", levels), word


def _decimals_of_column(stated: Stated) -> _Made:
    def word(row: ObservationRow) -> Wording:
        value = row.observation.obs_value
        words = {
            "found": _found(row),
            "decimals": row.decimals_allowed - 1,
            "guess": "" if value is None else plain(value * 100),
        }
        return Wording(row.cell, words)

    small = [("unit_measure", "=", "PERCENT"), ("abs_value", "<", 1)]
    return at_most("reported_decimals", "decimals_allowed", small), word


def _rank_follows_values(stated: Stated) -> _Made:
    def word(row: ObservationRow) -> Wording:
        words = {"found": f"{row.observation.obs_value:.0f}", "expected": f"{row.rank_expected:.0f}"}
        return Wording(row.cell, words)

    return equal("obs_value", "rank_expected", [("measure", "=", "RANK")]), word


def _no_growth_on_zero_base(stated: Stated) -> _Made:
    def word(row: ObservationRow) -> Wording:
        return Wording(row.cell, {"found": f"{_found(row)}{row.observation.reported_unit}"})

    return is_null("obs_value", [("time_transform", "=", "G1Y"), ("base_value", "=", 0)]), word


def _follows(measure: str, transform: str) -> Callable[[Stated], _Made]:
    """A stated figure that the form's other cells give: completion, gap, difference, contribution, share.

    Only of a difference is it said what it should be: nobody is told a growth or a completion that is wanted.
    """

    def make(stated: Stated) -> _Made:
        where = [("measure", "=", measure), ("time_transform", "=", transform)]
        arguments = {"column": "computed_gap", "max_value": 0}

        def word(row: ObservationRow) -> Wording:
            words = {"found": _found(row)}
            if transform == "D1Y":
                words["expected"] = row.reported(row.computed)
            return Wording(row.cell, words)

        return ("expect_column_values_to_be_between", arguments, where), word

    return make


def _fraction_of_completion(stated: Stated) -> _Made:
    def word(row: ObservationRow) -> Wording:
        value = row.observation.reported_value
        guess = "" if value is None else plain(value * 100)
        return Wording(row.cell, {"found": _found(row), "decimals": 2, "guess": guess})

    return is_null("fraction_of"), word


def _rank_beside_value(stated: Stated) -> _Made:
    def word(row: ObservationRow) -> Wording:
        return Wording(row.cell, {"found": _found(row)})

    where = [("measure", "=", "VALUE"), ("obs_value", "=", 0), ("time_transform", "=", "G1Y")]
    return ("expect_column_values_to_not_be_null", {"column": "rank_beside"}, where), word


OBSERVATION_CHECKS: dict[str, Callable[[Stated], _Made]] = {
    "month_within_ytd": _month_within_ytd,
    "decimals_of_column": _decimals_of_column,
    "rank_follows_values": _rank_follows_values,
    "no_growth_on_zero_base": _no_growth_on_zero_base,
    "completion_follows_target": _follows("COMPLETION", "N"),
    "gap_follows_completion": _follows("PROGRESS_GAP", "N"),
    "difference_of_levels": _follows("VALUE", "D1Y"),
    "contribution_over_base": _follows("VALUE", "GO1Y"),
    "share_of_growth": _follows("SHARE", "GO1Y"),
    "fraction_of_completion": _fraction_of_completion,
    "rank_beside_value": _rank_beside_value,
}
