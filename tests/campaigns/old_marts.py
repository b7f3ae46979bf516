"""Every column of the families' marts as they were, against the views that show the marts of today in those columns.

python -m tests.campaigns.old_marts OLD.duckdb NEW.duckdb    what differs, column by column, and why it may

OLD is a snapshot of the release before, NEW a build or a snapshot of the same workbooks. Exit status 1 where something
differs that may not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.dictionary import models
from warehouse.family.flat import SUFFIX, flat_view, flats

# What told the rows of a mart apart.
KEYS = (
    "series_id", "time_period", "ref_area", "indicator_id", "breakdown", "currency", "method_id", "status_class",
    "building_kind", "register_dimension", "register_group",
)  # fmt: skip
_MARKS = "a figure goes by its own mark, no longer by those of the whole row"
# column: why it may differ, in any mart.
MAY_DIFFER = {
    "conf_status": "of the main figure in every mart, no longer of the row in some",
    "is_synthetic": "of the main figure in every mart, no longer of any figure in some",
    "growth_is_synthetic": _MARKS,
    "growth_conf_status": _MARKS,
    "rank_is_synthetic": _MARKS,
    "register_is_synthetic": _MARKS,
    "parts_are_synthetic": _MARKS,
    "month_is_synthetic": _MARKS,
    "counts_are_synthetic": _MARKS,
    "completion_is_synthetic": _MARKS,
    "contribution_is_synthetic": _MARKS,
    "contribution_conf_status": _MARKS,
    "physical_work_summed": "a register that was handed in without a row adds up to nothing, which is 0",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A column that differs: in how many rows, and one of them."""

    mart: str
    column: str
    rows: int
    example: tuple[Any, ...]

    @property
    def reason(self) -> str:
        """Why it may differ; empty if it may not."""
        return MAY_DIFFER.get(self.column, "")


def differences(old: Path, new: Path) -> Iterator[Difference]:
    """What differs in every mart that both files have."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{old}' as was (read_only)")
        connection.execute(f"attach '{new}' as indicators (read_only)")
        # In a database of their own, because a build has none of them and neither file is written to.
        mains = {model.name: model.main for model in models()}
        connection.execute("set search_path = 'memory.main,indicators.main'")
        for flat in flats():
            connection.execute(flat_view(flat, mains[flat.mart]))
            yield from _of_mart(connection, flat.mart)


def _of_mart(connection: Any, mart: str) -> Iterator[Difference]:
    columns = [row[0] for row in connection.execute(f"describe was.{mart}").fetchall()]
    keys = [name for name in KEYS if name in columns]
    view = [row[0] for row in connection.execute(f"describe {mart}{SUFFIX}").fetchall()]
    if missing := [name for name in columns if name not in view]:
        yield Difference(mart, ", ".join(missing), -1, ("no such column",))
    equal = " and ".join(f"was.{name} = now.{name}" for name in keys)
    joined = f"from was.{mart} as was full outer join {mart}{SUFFIX} as now on {equal}"
    listed = ", ".join(f"coalesce(was.{name}, now.{name})" for name in keys)
    for where, what in (("now", "row is gone"), ("was", "row is new")):
        rows = connection.execute(f"select {listed} {joined} where {where}.{keys[0]} is null").fetchall()
        if rows:
            yield Difference(mart, what, len(rows), rows[0])
    for name in (name for name in columns if name in view and name not in keys):
        rows = connection.execute(
            f"select {listed}, was.{name}, now.{name} {joined} where was.{keys[0]} is not null"
            f" and now.{keys[0]} is not null and was.{name} is distinct from now.{name}"
        ).fetchall()
        if rows:
            yield Difference(mart, name, len(rows), rows[0])


def main(arguments: Sequence[str]) -> int:
    old, new = map(Path, arguments)
    wrong = 0
    for found in differences(old, new):
        wrong += not found.reason
        print(f"{found.mart}.{found.column}: {found.rows} {found.reason or 'MAY NOT DIFFER'} {found.example}")
    print(f"{wrong} that may not differ")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
