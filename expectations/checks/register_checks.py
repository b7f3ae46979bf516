"""Checks of register rows: each kind as an expectation about the frame of rows, and the words of its finding."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from expectations.checks.expectation import Made, Row, Said, at_most, equal, is_null, shown
from ingest.quantity.number import plain


def _unique_row(stated: Row) -> Made:
    def say(row: Row) -> Said:
        key = row["row_key"]
        return Said(row["project_code@cell"] if "project_code@cell" in row else row[f"{stated['name']}@cell"],
                    {"found": key, "row": row["row_no"], "other_row": row["duplicate_of"]})  # fmt: skip

    return is_null("duplicate_of"), say


def _slipped_below(stated: Row) -> Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        lifted = shown(row, field, row[field] * row["slip_factor"])
        return Said(
            row[f"{field}@cell"],
            {"found": shown(row, field, row[field]), "expected": lifted, "factor": row["slip_factor"]},
        )

    return is_null("slip_factor"), say


def _at_least(stated: Row) -> Made:
    field = stated["field"]
    least = Decimal(stated["at_least"])
    expectation = "expect_column_values_to_be_between", {"column": field, "min_value": stated["at_least"]}, ()

    def say(row: Row) -> Said:
        return Said(
            row[f"{field}@cell"],
            {"found": shown(row, field, row[field]), "expected": shown(row, field, least)},
        )

    return expectation, say


def _year_of_form(stated: Row) -> Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        return Said(row[f"{field}@cell"], {"found": row[field], "expected": row["form_year"]})

    return equal(f"{field}@year", "form_year"), say


def _not_after_period(stated: Row) -> Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        return Said(row[f"{field}@cell"], {"found": row[field], "expected": row["form_period"]})

    return at_most(f"{field}@month", "form_period"), say


def _not_above(stated: Row) -> Made:
    field, other = stated["field"], stated["other"]

    def say(row: Row) -> Said:
        return Said(
            row[f"{field}@cell"],
            {"found": shown(row, field, row[field]), "expected": shown(row, other, row[other])},
        )

    return at_most(field, other), say


def _slipped_step(stated: Row) -> Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        words = {
            "found": shown(row, field, row[field]),
            "expected": shown(row, field, row["step"]),
            "factor": row["slip_ratio"],
        }
        return Said(row[f"{field}@cell"], words)

    return is_null("slip_ratio"), say


def _currency_step(stated: Row) -> Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        factor = row["currency_ratio"].quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
        return Said(
            row[f"{field}@cell"],
            {
                "found": shown(row, field, row[field]),
                "expected": shown(row, field, row["step"]),
                "factor": factor,
            },
        )

    return is_null("currency_ratio"), say


def _never_falls(stated: Row) -> Made:
    field, amount = stated["field"], stated["amount"]

    def say(row: Row) -> Said:
        return Said(
            row[f"{field}@cell"],
            {"found": shown(row, field, row[field]), "expected": shown(row, field, row["total_before"])},
        )

    # A tranche that takes capital back is negative, and then the total may fall.
    return at_most("total_before", field, [(amount, ">=", 0)]), say


def _running_sum(stated: Row) -> Made:
    field, amount = stated["field"], stated["amount"]

    def say(row: Row) -> Said:
        added = row["total_before"] + row[amount]
        return Said(
            row[f"{field}@cell"],
            {"found": shown(row, field, row[field]), "expected": shown(row, field, added)},
        )

    return equal("step", amount), say


def _unique_key(stated: Row) -> Made:
    field = stated.get("field", "row_key")

    def say(row: Row) -> Said:
        words = {"found": row[field], "row": row["row_no"], "other_row": row[f"{field}@duplicate_of"]}
        return Said(row[f"{stated['at']}@cell"], words)

    return is_null(f"{field}@duplicate_of"), say


def _slipped_above(stated: Row) -> Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        lowered = shown(row, field, row[field] / row["slip_down"])
        words = {"found": shown(row, field, row[field]), "expected": lowered, "factor": 1 / row["slip_down"]}
        return Said(row[f"{field}@cell"], words)

    return is_null("slip_down"), say


def _not_planned(stated: Row) -> Made:
    # A column of its own for each field: of two checks that ask the same, the library answers one.
    planned = f"{stated['field']}@planned"

    def say(row: Row) -> Said:
        return Said(row[f"{stated['field']}@cell"], {"found": row[planned], "expected": row["form_year"]})

    return is_null(planned), say


def _ratio_follows(stated: Row) -> Made:
    field = stated["field"]

    def say(row: Row) -> Said:
        return Said(row[f"{field}@cell"], {"found": plain(row[field])})

    return is_null("ratio_expected"), say


REGISTER_CHECKS: dict[str, Callable[[Row], Made]] = {
    "unique_row": _unique_row,
    "unique_key": _unique_key,
    "unique_value": _unique_key,
    "slipped_above": _slipped_above,
    "not_planned": _not_planned,
    "ratio_follows": _ratio_follows,
    "slipped_below": _slipped_below,
    "at_least": _at_least,
    "year_of_form": _year_of_form,
    "not_after_period": _not_after_period,
    "not_above": _not_above,
    "slipped_step": _slipped_step,
    "currency_step": _currency_step,
    "never_falls": _never_falls,
    "running_sum": _running_sum,
}
