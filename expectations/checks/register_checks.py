"""Checks of register rows: each kind as an expectation about them, and the words of its finding."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from expectations.checks.expectation import Stated, WordedExpectation, Wording, at_most, equal, is_null
from expectations.checks.register_row import RegisterRow
from ingest.quantity.number import plain

_Made = WordedExpectation[RegisterRow]


def _found(row: RegisterRow, field: str) -> str:
    """A field's amount in the unit in which the form writes it."""
    return row.reported(field, row.number(field))


def _unique_row(stated: Stated) -> _Made:
    def word(row: RegisterRow) -> Wording:
        field = "project_code" if "project_code" in row.cells else stated["name"]
        words = {"found": row.row_key, "row": row.row_no, "other_row": row.duplicate_of}
        return Wording(row.at(field), words)

    return is_null("duplicate_of"), word


def _slipped_below(stated: Stated) -> _Made:
    field = stated["field"]

    def word(row: RegisterRow) -> Wording:
        value, factor = row.number(field), row.slip_factor
        lifted = value * factor if value is not None and factor is not None else None
        words = {"found": _found(row, field), "expected": row.reported(field, lifted), "factor": factor}
        return Wording(row.at(field), words)

    return is_null("slip_factor"), word


def _at_least(stated: Stated) -> _Made:
    field = stated["field"]
    least = Decimal(stated["at_least"])
    expectation = "expect_column_values_to_be_between", {"column": field, "min_value": stated["at_least"]}, ()

    def word(row: RegisterRow) -> Wording:
        return Wording(row.at(field), {"found": _found(row, field), "expected": row.reported(field, least)})

    return expectation, word


def _year_of_form(stated: Stated) -> _Made:
    field = stated["field"]

    def word(row: RegisterRow) -> Wording:
        return Wording(row.at(field), {"found": row.text(field), "expected": row.form_year})

    return equal(f"{field}@year", "form_year"), word


def _not_after_period(stated: Stated) -> _Made:
    field = stated["field"]

    def word(row: RegisterRow) -> Wording:
        return Wording(row.at(field), {"found": row.text(field), "expected": row.form_period})

    return at_most(f"{field}@month", "form_period"), word


def _not_above(stated: Stated) -> _Made:
    field, other = stated["field"], stated["other"]

    def word(row: RegisterRow) -> Wording:
        return Wording(row.at(field), {"found": _found(row, field), "expected": _found(row, other)})

    return at_most(field, other), word


def _slipped_step(stated: Stated) -> _Made:
    field = stated["field"]

    def word(row: RegisterRow) -> Wording:
        words = {
            "found": _found(row, field),
            "expected": row.reported(field, row.step),
            "factor": row.slip_ratio,
        }
        return Wording(row.at(field), words)

    return is_null("slip_ratio"), word


def _currency_step(stated: Stated) -> _Made:
    field = stated["field"]

    def word(row: RegisterRow) -> Wording:
        ratio = row.currency_ratio
        words = {
            "found": _found(row, field),
            "expected": row.reported(field, row.step),
            "factor": ratio and ratio.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"),
        }
        return Wording(row.at(field), words)

    return is_null("currency_ratio"), word


def _never_falls(stated: Stated) -> _Made:
    field, amount = stated["field"], stated["amount"]

    def word(row: RegisterRow) -> Wording:
        words = {"found": _found(row, field), "expected": row.reported(field, row.total_before)}
        return Wording(row.at(field), words)

    # A tranche that takes capital back is negative, and then the total may fall.
    return at_most("total_before", field, [(amount, ">=", 0)]), word


def _running_sum(stated: Stated) -> _Made:
    field, amount = stated["field"], stated["amount"]

    def word(row: RegisterRow) -> Wording:
        added = row.total_before + (row.number(amount) or 0)
        return Wording(row.at(field), {"found": _found(row, field), "expected": row.reported(field, added)})

    return equal("step", amount), word


def _unique_key(stated: Stated) -> _Made:
    field = stated.get("field", "row_key")

    def word(row: RegisterRow) -> Wording:
        words = {"found": row.text(field), "row": row.row_no, "other_row": row.repeats[field]}
        return Wording(row.at(stated["at"]), words)

    return is_null(f"{field}@repeats"), word


def _slipped_above(stated: Stated) -> _Made:
    field = stated["field"]

    def word(row: RegisterRow) -> Wording:
        value, factor = row.number(field), row.slip_down
        lowered = value / factor if value is not None and factor else None
        words = {
            "found": _found(row, field),
            "expected": row.reported(field, lowered),
            "factor": factor and 1 / factor,
        }
        return Wording(row.at(field), words)

    return is_null("slip_down"), word


def _not_planned(stated: Stated) -> _Made:
    field = stated["field"]

    def word(row: RegisterRow) -> Wording:
        return Wording(row.at(field), {"found": row.planned[field], "expected": row.form_year})

    # A column of its own for each field: of two checks that ask the same, the library answers one.
    return is_null(f"{field}@planned"), word


def _ratio_follows(stated: Stated) -> _Made:
    field = stated["field"]

    def word(row: RegisterRow) -> Wording:
        value = row.number(field)
        return Wording(row.at(field), {"found": "" if value is None else plain(value)})

    return is_null("ratio_expected"), word


REGISTER_CHECKS: dict[str, Callable[[Stated], _Made]] = {
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
