"""What the names of a mart's columns say of its figures: which are figures, which are keys, which column gives the reason.

The grammar is that of docs/marts.md: `invented_figures` and `restricted_figures` name columns, <figure>_reason says why a
figure is missing, <figure>_id is its observation in fct_observation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warehouse.dictionary import Column

RESTRICTED, INVENTED = "restricted_figures", "invented_figures"
ID = "_id"
# What rows are sorted by.
_ORDER = "_order"
_REASON, _REPORTED = "_reason", "_reported"
_NUMBERS = ("decimal", "double", "integer", "bigint")
# What counts or places a row and is no figure of the office.
_COUNTERS = frozenset(
    {
        "sequence", "vintage", "n_vintages", "row_no", "position", "rank_of_n", "reported_unit_mult",
        "reported_decimals", "unit_mult", "rows_checked", "rows_unexpected", "first_row", "last_row",
    }
)  # fmt: skip


def is_figure(column: Column) -> bool:
    """Whether a column is a number that says something of the office: no key, no order, no counter."""
    return (
        column.data_type.startswith(_NUMBERS)
        and not column.name.endswith((ID, _ORDER))
        and column.name not in _COUNTERS
    )


def ids_of(columns: Sequence[Column]) -> list[str]:
    """The columns that are keys of values or of results."""
    return [column.name for column in columns if column.data_type == "bigint" and column.name.endswith(ID)]


def reason_columns(columns: Sequence[Column], stated: Mapping[str, str]) -> Mapping[str, str]:
    """For each column that may be empty, the one that says why: the longest beginning of its name that has a reason.

    `stated`: what the dictionary says besides. Why nothing was computed does not say why nothing was reported.
    """
    names = {column.name for column in columns}
    found: dict[str, str] = {}
    for column in columns:
        if column.data_type == "varchar":
            continue
        parts = column.name.split("_")
        stems = ("_".join(parts[:length]) for length in range(len(parts), 0, -1))
        spoken = (stem for stem in stems if f"{stem}{_REASON}" in names)
        if column.name in stated and stated[column.name] in names:
            found[column.name] = stated[column.name]
        elif (stem := next(spoken, None)) and (_REPORTED in stem or _REPORTED not in column.name):
            found[column.name] = f"{stem}{_REASON}"
    return found
