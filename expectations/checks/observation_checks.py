"""Checks of values: each kind as an expectation about the frame of observations, and the words of its finding."""

from __future__ import annotations

from collections.abc import Callable

from expectations.checks.expectation import Made, Row, Said, at_most, equal, is_null
from ingest.quantity.number import plain


def _month_within_ytd(stated: Row) -> Made:
    def say(row: Row) -> Said:
        return Said(
            row["cell"],
            {
                "found": plain(row["reported_value"]),
                "expected": plain(row["ytd_value"].scaleb(-row["reported_unit_mult"])),
            },
        )

    levels = [("accumulation", "=", "PERIOD"), ("measure", "=", "VALUE"), ("time_transform", "=", "N")]
    return at_most("obs_value", "ytd_value", levels), say


def _decimals_of_column(stated: Row) -> Made:
    def say(row: Row) -> Said:
        guess = plain(row["obs_value"] * 100)
        return Said(
            row["cell"],
            {"found": plain(row["reported_value"]), "decimals": row["decimals_allowed"] - 1, "guess": guess},
        )

    return at_most(
        "reported_decimals", "decimals_allowed", [("unit_measure", "=", "PERCENT"), ("abs_value", "<", 1)]
    ), say


def _rank_follows_values(stated: Row) -> Made:
    def say(row: Row) -> Said:
        return Said(
            row["cell"], {"found": f"{row['obs_value']:.0f}", "expected": f"{row['rank_expected']:.0f}"}
        )

    return equal("obs_value", "rank_expected", [("measure", "=", "RANK")]), say


def _no_growth_on_zero_base(stated: Row) -> Made:
    def say(row: Row) -> Said:
        return Said(row["cell"], {"found": f"{plain(row['reported_value'])}{row['reported_unit']}"})

    return is_null("obs_value", [("time_transform", "=", "G1Y"), ("base_value", "=", 0)]), say


def _follows(measure: str, transform: str) -> Callable[[Row], Made]:
    """A stated figure that the form's other cells give: completion, gap, difference, contribution, share.

    Only of a difference is it said what it should be: nobody is told a growth or a completion that is wanted.
    """

    def make(stated: Row) -> Made:
        where = [("measure", "=", measure), ("time_transform", "=", transform)]
        arguments = {"column": "computed_gap", "max_value": 0}

        def say(row: Row) -> Said:
            words = {"found": plain(row["reported_value"])}
            if transform == "D1Y":
                words["expected"] = plain(row["computed"].scaleb(-row["reported_unit_mult"]))
            return Said(row["cell"], words)

        return ("expect_column_values_to_be_between", arguments, where), say

    return make


def _fraction_of_completion(stated: Row) -> Made:
    def say(row: Row) -> Said:
        words = {
            "found": plain(row["reported_value"]),
            "decimals": 2,
            "guess": plain(row["reported_value"] * 100),
        }
        return Said(row["cell"], words)

    return is_null("fraction_of"), say


def _rank_beside_value(stated: Row) -> Made:
    def say(row: Row) -> Said:
        return Said(row["cell"], {"found": plain(row["reported_value"])})

    where = [("measure", "=", "VALUE"), ("obs_value", "=", 0), ("time_transform", "=", "G1Y")]
    return ("expect_column_values_to_not_be_null", {"column": "rank_beside"}, where), say


OBSERVATION_CHECKS: dict[str, Callable[[Row], Made]] = {
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
