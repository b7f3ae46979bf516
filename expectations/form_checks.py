"""What a form's `checks` mean: each kind as an expectation about a frame, and the words of its finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from expectations.check import Check, Where
from ingest.number import plain

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Where a failing row's finding stands and what it says."""

    cell: str
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FormCheck:
    """An expectation about a frame ('register' or 'observation') and how a failing row is put in words."""

    frame: str
    check: Check
    say: Callable[[Row], Said]


def form_check(stated: Mapping[str, Any]) -> FormCheck:
    """A form's check. KeyError names a kind that is not known."""
    kind = stated["check"]
    frame, make = _KINDS[kind]
    expectation, say = make(stated)
    return FormCheck(frame, Check(kind, stated["rule"], *expectation), say)


def _show(row: Row, field: str, value: Decimal) -> str:
    """An amount in the unit in which the row's form writes the field."""
    return plain(value.scaleb(-row[f"{field}@mult"]))


_Made = tuple[tuple[str, dict[str, Any], Where], Callable[[Row], Said]]


def _null(column: str, where: Where = ()) -> tuple[str, dict[str, Any], Where]:
    return "expect_column_values_to_be_null", {"column": column}, where


def _at_most(low: str, high: str, where: Where = ()) -> tuple[str, dict[str, Any], Where]:
    arguments = {
        "column_A": high,
        "column_B": low,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }
    return "expect_column_pair_values_a_to_be_greater_than_b", arguments, where


def _equal(one: str, other: str, where: Where = ()) -> tuple[str, dict[str, Any], Where]:
    arguments = {"column_A": one, "column_B": other, "ignore_row_if": "either_value_is_missing"}
    return "expect_column_pair_values_to_be_equal", arguments, where


def _unique_row(stated: Row) -> _Made:
    def say(row: Row) -> Said:
        key = row["row_key"]
        return Said(row["project_code@cell"] if "project_code@cell" in row else row[f"{stated['name']}@cell"],
                    {"found": key, "row": row["row_no"], "other_row": row["duplicate_of"]})  # fmt: skip

    return _null("duplicate_of"), say


def _slipped_below(stated: Row) -> _Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        lifted = _show(row, field, row[field] * row["slip_factor"])
        return Said(
            row[f"{field}@cell"],
            {"found": _show(row, field, row[field]), "expected": lifted, "factor": row["slip_factor"]},
        )

    return _null("slip_factor"), say


def _at_least(stated: Row) -> _Made:
    field = stated["field"]
    least = Decimal(stated["at_least"])
    expectation = "expect_column_values_to_be_between", {"column": field, "min_value": stated["at_least"]}, ()

    def say(row: Row) -> Said:
        return Said(
            row[f"{field}@cell"],
            {"found": _show(row, field, row[field]), "expected": _show(row, field, least)},
        )

    return expectation, say


def _year_of_form(stated: Row) -> _Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        return Said(row[f"{field}@cell"], {"found": row[field], "expected": row["form_year"]})

    return _equal(f"{field}@year", "form_year"), say


def _not_after_period(stated: Row) -> _Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        return Said(row[f"{field}@cell"], {"found": row[field], "expected": row["form_period"]})

    return _at_most(f"{field}@month", "form_period"), say


def _not_above(stated: Row) -> _Made:
    field, other = stated["field"], stated["other"]

    def say(row: Row) -> Said:
        return Said(
            row[f"{field}@cell"],
            {"found": _show(row, field, row[field]), "expected": _show(row, other, row[other])},
        )

    return _at_most(field, other), say


def _slipped_step(stated: Row) -> _Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        words = {
            "found": _show(row, field, row[field]),
            "expected": _show(row, field, row["step"]),
            "factor": row["slip_ratio"],
        }
        return Said(row[f"{field}@cell"], words)

    return _null("slip_ratio"), say


def _currency_step(stated: Row) -> _Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        factor = row["currency_ratio"].quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
        return Said(
            row[f"{field}@cell"],
            {
                "found": _show(row, field, row[field]),
                "expected": _show(row, field, row["step"]),
                "factor": factor,
            },
        )

    return _null("currency_ratio"), say


def _never_falls(stated: Row) -> _Made:
    field, amount = stated["field"], stated["amount"]

    def say(row: Row) -> Said:
        return Said(
            row[f"{field}@cell"],
            {"found": _show(row, field, row[field]), "expected": _show(row, field, row["total_before"])},
        )

    # A tranche that takes capital back is negative, and then the total may fall.
    return _at_most("total_before", field, [(amount, ">=", 0)]), say


def _running_sum(stated: Row) -> _Made:
    field, amount = stated["field"], stated["amount"]

    def say(row: Row) -> Said:
        added = row["total_before"] + row[amount]
        return Said(
            row[f"{field}@cell"],
            {"found": _show(row, field, row[field]), "expected": _show(row, field, added)},
        )

    return _equal("step", amount), say


def _month_within_ytd(stated: Row) -> _Made:
    def say(row: Row) -> Said:
        return Said(
            row["cell"],
            {
                "found": plain(row["reported_value"]),
                "expected": plain(row["ytd_value"].scaleb(-row["reported_unit_mult"])),
            },
        )

    levels = [("accumulation", "=", "PERIOD"), ("measure", "=", "VALUE"), ("time_transform", "=", "N")]
    return _at_most("obs_value", "ytd_value", levels), say


def _decimals_of_column(stated: Row) -> _Made:
    def say(row: Row) -> Said:
        guess = plain(row["obs_value"] * 100)
        return Said(
            row["cell"],
            {"found": plain(row["reported_value"]), "decimals": row["decimals_allowed"] - 1, "guess": guess},
        )

    return _at_most(
        "reported_decimals", "decimals_allowed", [("unit_measure", "=", "PERCENT"), ("abs_value", "<", 1)]
    ), say


def _rank_follows_values(stated: Row) -> _Made:
    def say(row: Row) -> Said:
        return Said(
            row["cell"], {"found": f"{row['obs_value']:.0f}", "expected": f"{row['rank_expected']:.0f}"}
        )

    return _equal("obs_value", "rank_expected", [("measure", "=", "RANK")]), say


def _no_growth_on_zero_base(stated: Row) -> _Made:
    def say(row: Row) -> Said:
        return Said(row["cell"], {"found": f"{plain(row['reported_value'])}{row['reported_unit']}"})

    return _null("obs_value", [("time_transform", "=", "G1Y"), ("base_value", "=", 0)]), say


_KINDS: dict[str, tuple[str, Callable[[Row], _Made]]] = {
    "unique_row": ("register", _unique_row),
    "slipped_below": ("register", _slipped_below),
    "at_least": ("register", _at_least),
    "year_of_form": ("register", _year_of_form),
    "not_after_period": ("register", _not_after_period),
    "not_above": ("register", _not_above),
    "slipped_step": ("register", _slipped_step),
    "currency_step": ("register", _currency_step),
    "never_falls": ("register", _never_falls),
    "running_sum": ("register", _running_sum),
    "month_within_ytd": ("observation", _month_within_ytd),
    "decimals_of_column": ("observation", _decimals_of_column),
    "rank_follows_values": ("observation", _rank_follows_values),
    "no_growth_on_zero_base": ("observation", _no_growth_on_zero_base),
}
