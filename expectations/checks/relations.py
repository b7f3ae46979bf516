"""What has landed, what was accepted before it, and the catalogue, as tables of one DuckDB in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from expectations.checks.query import queries
from expectations.landed import Landed
from ingest.form.form import Form, version_for
from ingest.label import label_key
from ingest.landing import AMOUNT, table_of
from ingest.office.facts import Office

_SUBMISSION = pa.schema(
    [
        ("submission_id", pa.string()),
        ("file", pa.string()),
        ("form_id", pa.string()),
        ("form_key", pa.string()),
        ("period", pa.string()),
        ("part", pa.string()),
        ("department_id", pa.string()),
        ("sequence", pa.int64()),
        ("received_on", pa.date32()),
        ("reason", pa.string()),
        ("is_new", pa.bool_()),
        ("is_held", pa.bool_()),
    ]
)
# The words that a form's check may have besides its rule and its kind: fields of the register, and an amount.
_WORDS = ("field", "other", "total", "amount", "name", "at", "year", "part", "whole")
_PLACES = Decimal("0.000001")
_ASKED = pa.schema(
    [
        ("form_key", pa.string()),
        ("position", pa.int32()),
        ("rule", pa.string()),
        ("check_name", pa.string()),
        *((word, pa.string()) for word in _WORDS),
        ("at_least", AMOUNT),
    ]
)
# Of the catalogue, what the checks ask it, by the name of the relation.
_CATALOGUE = {
    "indicator": pa.schema([("indicator_id", pa.string()), ("range_low", AMOUNT), ("range_high", AMOUNT)]),
    "area": pa.schema([("ref_area", pa.string()), ("area_level", pa.string())]),
    "register_measure": pa.schema(
        (name, pa.string())
        for name in (
            "indicator_id", "breakdown", "freq", "accumulation", "form_id", "register", "aggregation", "field",
            "where_field", "where_op", "where_value", "year_field",
        )
    ),
    "closed_period": pa.schema(
        [
            ("form_id", pa.string()),
            ("period", pa.string()),
            ("closed_on", pa.date32()),
            ("note_zh", pa.string()),
            ("note_en", pa.string()),
        ]
    ),
}  # fmt: skip


@contextmanager
def relations(
    new: Sequence[Landed], past: Sequence[Landed], office: Office, forms: Sequence[Form]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which the relations of relations.sql stand; ended with the block."""
    # One thread: a return is small, and a night has other work for the other core.
    with duckdb.connect(config={"threads": 1}) as connection:
        everything = [*new, *past]
        connection.register("submission", _submissions(new, past, forms))
        connection.execute("create temp table known_submission as select * from submission")
        connection.register("known_observation", _joined(everything, "observations"))
        cells = _joined(everything, "register_cells")
        connection.register("known_register_cell", cells)
        connection.register("label", _labels(cells))
        connection.register("known_check_cell", _joined(new, "check_cells"))
        for name, table in _of_office(office, forms).items():
            connection.register(name, table)
        connection.execute(queries().relations)
        yield connection


def _joined(landed: Iterable[Landed], tables: str) -> pa.Table:
    return pa.concat_tables(getattr(one, tables) for one in landed)


def _labels(cells: pa.Table) -> pa.Table:
    """The texts and keys of registers' rows, each made comparable, as labels are."""
    # Neither Arrow's compute, 0.14 s to import, nor a call for every cell: most are said many times.
    texts = sorted({*cells["value_text"].to_pylist(), *cells["row_key"].to_pylist()})
    return pa.table(
        {"text": pa.array(texts, pa.string()), "label": pa.array(map(label_key, texts), pa.string())}
    )


def _submissions(new: Sequence[Landed], past: Sequence[Landed], forms: Sequence[Form]) -> pa.Table:
    versions: dict[tuple[str, str], str] = {}
    rows = []
    order = sorted({one.arrived for one in (*new, *past)})
    sequence = {arrived: place for place, arrived in enumerate(order)}
    for one in (*new, *past):
        of = (one.form_id, one.period)
        if of not in versions:
            version = version_for(forms, *of)
            versions[of] = form_key(version) if version else ""
        rows.append(
            {
                **{name: getattr(one, name) for name in _SUBMISSION.names if hasattr(one, name)},
                "form_key": versions[of],
                "sequence": sequence[one.arrived],
            }
        )
    for place, row in enumerate(rows):
        row["is_new"], row["is_held"] = place < len(new), False
    return pa.Table.from_pylist(rows, _SUBMISSION)


def form_key(form: Form) -> str:
    """What tells a form's version from its others."""
    return f"{form.form_id}@{form.valid_from}"


def _of_office(office: Office, forms: Sequence[Form]) -> Mapping[str, pa.Table]:
    asked: list[dict[str, Any]] = [
        {"form_key": form_key(form), "position": position, "check_name": check["check"], **check}
        for form in forms
        for position, check in enumerate(form.checks)
    ]
    for check in asked:
        if "at_least" in check:
            check["at_least"] = Decimal(check["at_least"]).quantize(_PLACES)
    rows: Mapping[str, Iterable[object]] = {
        "indicator": office.indicators.values(),
        "area": office.areas.values(),
        "register_measure": office.register_measures,
        "closed_period": office.closed_periods.values(),
    }
    sizes = Counter((one.partition_id, one.whole) for one in office.partitions)
    counted = {one.unit_measure for one in office.indicators.values() if office.is_count(one.unit_measure)}
    return {
        "form": pa.table(
            {
                "form_key": pa.array([form_key(form) for form in forms], pa.string()),
                "is_continuous": pa.array([form.continuous for form in forms], pa.bool_()),
            }
        ),
        "asked": pa.Table.from_pylist(asked, _ASKED),
        "partition": pa.table(
            {
                **{
                    name: pa.array([getattr(one, name) for one in office.partitions], pa.string())
                    for name in ("partition_id", "dimension", "whole", "part")
                },
                "parts": pa.array(
                    [sizes[one.partition_id, one.whole] for one in office.partitions], pa.int64()
                ),
            }
        ),
        "breakdown_part": pa.table({"breakdown": pa.array(office.breakdown_parts, pa.string())}),
        "count_unit": pa.table({"unit_measure": pa.array(sorted(counted), pa.string())}),
        **{name: table_of(tuple(rows[name]), schema) for name, schema in _CATALOGUE.items()},
    }
