"""What the checks ask of an office: its forms' own checks, and its catalogue, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from ingest.form.form import Form
from ingest.landing import AMOUNT
from ingest.office.facts import Office

_RATE = pa.decimal128(18, 6)
_PLACES = Decimal("0.000001")
# The words that a form's check may have besides its rule and its kind: fields of the register, and an amount.
_WORDS = ("field", "other", "total", "amount", "name", "at", "year", "part", "whole")
_ASKED = pa.schema(
    [
        ("form_key", pa.string()),
        ("position", pa.int32()),
        ("rule", pa.string()),
        ("check_name", pa.string()),
        *((word, pa.string()) for word in _WORDS),
        ("fields", pa.list_(pa.string())),
        ("at_least", AMOUNT),
    ]
)
_DATED = ("valid_from", "valid_to")


def form_key(form: Form) -> str:
    """What tells a form's version from its others."""
    return f"{form.form_id}@{form.valid_from}"


def of_office(office: Office, forms: Sequence[Form]) -> Mapping[str, pa.Table]:
    """The tables, by the names under which the checks look at them."""
    return {"asked": _asked(forms), "form": _forms(forms), **_facts(office), **_related(office)}


def _asked(forms: Iterable[Form]) -> pa.Table:
    asked: list[dict[str, Any]] = [
        {"form_key": form_key(form), "position": position, "check_name": check["check"], **check}
        for form in forms
        for position, check in enumerate(form.checks)
    ]
    for check in asked:
        if "at_least" in check:
            check["at_least"] = Decimal(check["at_least"]).quantize(_PLACES)
    return pa.Table.from_pylist(asked, _ASKED)


def _forms(forms: Sequence[Form]) -> pa.Table:
    return pa.table(
        {
            "form_key": pa.array([form_key(form) for form in forms], pa.string()),
            "freq": pa.array([form.freq for form in forms], pa.string()),
            "is_continuous": pa.array([form.continuous for form in forms], pa.bool_()),
        }
    )


def _facts(office: Office) -> Mapping[str, pa.Table]:
    """Indicators, areas, what registers add up to, and what is closed."""
    measured = (
        "indicator_id", "breakdown", "freq", "accumulation", "form_id", "register", "aggregation", "field",
        "where_field", "where_op", "where_value", "year_field", "month_field",
    )  # fmt: skip
    counted = {one.unit_measure for one in office.indicators.values() if office.is_count(one.unit_measure)}
    return {
        "count_unit": pa.table({"unit_measure": pa.array(sorted(counted), pa.string())}),
        "indicator": _table(
            office.indicators.values(),
            "indicator_id",
            range_low=AMOUNT,
            range_high=AMOUNT,
            level_collected=pa.bool_(),
        ),
        "area": _table(office.areas.values(), "ref_area", "area_level"),
        "register_measure": _table(office.register_measures, *measured),
        "closed_period": _table(
            office.closed_periods.values(), "form_id", "period", "note_zh", "note_en", closed_on=pa.date32()
        ),
    }


def _related(office: Office) -> Mapping[str, pa.Table]:
    """Parts and wholes, who is ranked, and what a currency was worth."""
    groups = [one for one in office.breakdowns.values() if one.relation in ("of_which", "partition")]
    complete = [
        {"partition_id": one.partition_id, "dimension": one.dimension, "whole": one.whole, "part": part}
        | {"parts": len(one.parts)}
        for one in office.wholes
        if one.complete
        for part in one.parts
    ]
    names = ("partition_id", "dimension", "whole", "part")
    average = [one for one in office.exchange_rates if one.kind == "average"]
    return {
        "breakdown_part": _table(groups, "breakdown"),
        "whole_part": pa.Table.from_pylist(
            complete, pa.schema([*((name, pa.string()) for name in names), ("parts", pa.int64())])
        ),
        "of_which": _table(office.parts, "kind", "form_id", "part", "whole", *_DATED),
        "rank_universe": _table(office.rank_universes, "universe", *_DATED, n=pa.int64()),
        "exchange_rate": _table(average, "currency", "quote_currency", "period", rate=_RATE),
    }


def _table(rows: Iterable[object], *texts: str, **others: pa.DataType) -> pa.Table:
    """Rows as a table of some of their attributes: texts, and others of the types given."""
    kept = list(rows)
    columns = {name: pa.array([getattr(one, name) for one in kept], pa.string()) for name in texts}
    for name, kind in others.items():
        values = [getattr(one, name) for one in kept]
        if pa.types.is_decimal(kind):
            values = [None if value is None else value.quantize(_PLACES) for value in values]
        columns[name] = pa.array(values, kind)
    return pa.table(columns)
