"""What has landed, what was accepted before it, and the catalogue, as tables of one DuckDB in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from expectations.checks.catalogue import form_key, of_office
from expectations.checks.query import queries
from expectations.landed import Landed
from ingest.form.form import Form, version_for
from ingest.label import label_key
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
        for name, table in of_office(office, forms).items():
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
