"""The frame of new register rows that gate 1 looks at: a row's fields beside what they are compared with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ingest.label import label_key

if TYPE_CHECKING:
    import pandas as pd

# 示例A有限公司 and 示例A公司 are one enterprise.
_COMPANY = re.compile(r"(股份有限公司|有限责任公司|有限公司|集团公司|集团|公司)")
_POWERS_OF_TEN = tuple(Decimal(10) ** power for power in range(-8, 9) if power)
# Yuan for a dollar since 2008.
_YUAN_FOR_DOLLAR = (Decimal(6), Decimal(8))
_ONE_PERCENT = Decimal("0.01")
_SCALES = (Decimal(10_000), Decimal(100_000_000))
_PLANNED = re.compile("计划|预计|拟")
# Completion is printed with one decimal or none.
_ONE_PERCENTAGE_POINT = Decimal(1)


def register_rows(
    cells: Iterable[Mapping[str, Any]],
    fields: Iterable[str],
    checks: Iterable[Mapping[str, Any]],
    period: str,
) -> list[dict[str, Any]]:
    """The register rows of one submission, each a field's value by its name, `<field>@cell` its address,
    `<field>@mult` its unit, and what the form's checks derive to compare it with.

    Every field of the form is there, also where the table lacks its column: that is a finding of its own,
    and no reason why checks could not run.
    """
    empty = {
        name: value
        for field in fields
        for name, value in ((field, None), (f"{field}@cell", ""), (f"{field}@mult", 0))
    }
    rows: dict[int, dict[str, Any]] = defaultdict(empty.copy)
    for cell in cells:
        field = cell["field"]
        rows[cell["row_no"]].update(
            {
                "submission_id": cell["submission_id"],
                "sheet": cell["sheet"],
                "row_no": cell["row_no"],
                "row_key": cell["row_key"],
                "form_period": period,
                "form_year": period[:4],
                field: cell["value_number"] if cell["kind"] in ("amount", "count") else cell["value_text"],
                f"{field}@cell": cell["cell"],
                f"{field}@mult": cell["reported_unit_mult"],
            }
        )
    ordered = [rows[row_no] for row_no in sorted(rows)]
    for check in checks:
        if derive := _DERIVED.get(check["check"]):
            derive(ordered, check)
    return ordered


def register_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Register rows of one form, of any number of submissions, as the frame that expectations look at."""
    import pandas as pd  # noqa: PLC0415 - 0.6 s, for checking alone

    return pd.DataFrame([{"row_id": number, **row} for number, row in enumerate(rows)], dtype=object)


def _duplicates(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    """`duplicate_of`: the row number of an earlier row with the same natural key, or the same name and amount."""
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        name = _COMPANY.sub("", label_key(row[check["name"]] or ""))
        keys = [("key", row["row_key"]), ("name", name, row[check["amount"]])]
        earlier = [seen[key] for key in keys if key in seen and all(key)]
        row["duplicate_of"] = min(earlier) if earlier else None
        for key in keys:
            seen.setdefault(key, row["row_no"])


def _repeated_keys(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    """`duplicate_of`: the row number of an earlier row with the same natural key; of `field`, the same value."""
    seen: dict[str, int] = {}
    field = check.get("field", "row_key")
    for row in rows:
        key = label_key(row[field] or "")
        row[f"{field}@duplicate_of"] = seen.get(key) if key else None
        seen.setdefault(key, row["row_no"])


def _slips_above(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    """`slip_down`: the power of ten by which a value above its whole must fall to be within it.

    6200 beside a planned total of 0.85 in a column of 亿元 was typed in 万元.
    """
    for row in rows:
        value, most = row[check["field"]], row[check["other"]]
        over = value is not None and most is not None and 0 < most < value
        fits = [factor for factor in _SCALES if over and value / factor <= most]
        row["slip_down"] = fits[0] if fits else None


def _planned(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    """`<field>@planned`: what says 计划 or 预计 in a row of a year that is not ahead."""
    for row in rows:
        past = str(row[check["year"]] or "")[:4] <= row["form_year"]
        said = str(row[check["field"]] or "")
        row[f"{check['field']}@planned"] = said if past and _PLANNED.search(said) else None


def _ratios(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    """`ratio_expected`: the part's percentage of the whole where the stated one misses it by more than rounding."""
    for row in rows:
        stated, part, whole = (row[check[name]] for name in ("field", "part", "whole"))
        known = stated is not None and part is not None and bool(whole)
        expected = 100 * part / whole if known else None
        missed = expected is not None and abs(stated - expected) > _ONE_PERCENTAGE_POINT
        row["ratio_expected"] = expected if missed else None


def _slips_below(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    """`slip_factor`: the power of ten that lifts a value below the threshold among the column's others.

    0.98 in a column of ten-thousands lifts to 9800; 480 would have to be 4,800,000 and stays what it is.
    """
    field, least = check["field"], Decimal(check["at_least"])
    others = [row[field] for row in rows if row[field] is not None and row[field] >= least]
    most = max(others, default=least) * 10
    for row in rows:
        value = row[field]
        factors = [factor for factor in _SCALES if value and least <= value * factor <= most]
        row["slip_factor"] = factors[0] if value is not None and value < least and factors else None


def _steps(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    """`step`: by how much the running total grows; `step_ratio` of the amount to it; `total_before`."""
    before = Decimal(0)
    for row in rows:
        total, amount = (
            row.get(check.get("total") or check["field"]),
            row.get(check["amount"] if "amount" in check else check["field"]),
        )
        row["total_before"] = before
        row["step"] = None if total is None else total - before
        row["step_ratio"] = amount / row["step"] if amount is not None and row["step"] else None
        row["slip_ratio"] = _power_of_ten(row["step_ratio"])
        low, high = _YUAN_FOR_DOLLAR
        row["currency_ratio"] = (
            row["step_ratio"] if row["step_ratio"] and low <= row["step_ratio"] <= high else None
        )
        before = before if total is None else total


def _power_of_ten(ratio: Decimal | None) -> Decimal | None:
    if ratio is None:
        return None
    return next((power for power in _POWERS_OF_TEN if abs(ratio / power - 1) < _ONE_PERCENT), None)


def _years(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    for row in rows:
        row[f"{check['field']}@year"] = (row[check["field"]] or "")[:4] or None


def _months(rows: list[dict[str, Any]], check: Mapping[str, Any]) -> None:
    for row in rows:
        row[f"{check['field']}@month"] = (row[check["field"]] or "")[:7] or None


_DERIVED = {
    "unique_row": _duplicates,
    "unique_key": _repeated_keys,
    "unique_value": _repeated_keys,
    "slipped_above": _slips_above,
    "not_planned": _planned,
    "ratio_follows": _ratios,
    "slipped_below": _slips_below,
    "slipped_step": _steps,
    "currency_step": _steps,
    "never_falls": _steps,
    "running_sum": _steps,
    "year_of_form": _years,
    "not_after_period": _months,
}
