"""The figures of a row that has several: which are invented, why one is missing, and which stay in the office.

The grammar of the names says it (docs/marts.md): `invented_figures` and `restricted_figures` name columns, is_synthetic
and conf_status are those of the main figure, <figure>_reason says why a figure is missing, <figure>_id is its
observation in fct_observation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from warehouse.dictionary import Column
from warehouse.family.figure_columns import ID, INVENTED, RESTRICTED, ids_of, is_figure

# The status of a single respondent's data, and the observations that have it.
SINGLE = "C"
_OF_SINGLE = f"(select observation_id from fct_observation where conf_status = '{SINGLE}')"  # noqa: S608 - no word of anybody's
Row = Mapping[str, Any]


def invented(columns: Sequence[Column], main: str) -> Callable[[Row], Collection[str]]:
    """The columns of a row that are invented, for the rows of a table. `main`: the figure that is_synthetic is about.

    A row whose figures are not told apart is invented as a whole; so is one of an earlier version that has several
    flags, where one of them is up.
    """
    names = [column.name for column in columns]
    if INVENTED in names:
        return lambda row: {
            *row[INVENTED].split(","),
            *((main,) if row["is_synthetic"] else ()),
        }
    figures = frozenset(column.name for column in columns if is_figure(column))
    flags = [name for name in names if name.endswith(("is_synthetic", "are_synthetic"))]
    return lambda row: figures if any(row[flag] for flag in flags) else ()


def withheld_where(columns: Sequence[Column], main: str) -> Mapping[str, str]:
    """For each figure of a row with several, the condition under which it stays in the office, as SQL.

    A figure goes by its observation. What has none was computed: it stays where it is restricted and the row rests on
    a single respondent's data anywhere. None where the rows have but one figure.
    """
    names = {column.name for column in columns}
    if RESTRICTED not in names:
        return {}
    ids = ids_of(columns)
    of_row = " or ".join([f"conf_status = '{SINGLE}'", *(f"{name} in {_OF_SINGLE}" for name in ids)])
    found = {}
    for column in columns:
        name = column.name
        if f"{name}{ID}" in ids:
            own = f"{name}{ID} in {_OF_SINGLE}"
            found[name] = f"(conf_status = '{SINGLE}' or {own})" if name == main else f"({own})"
        elif name == main:
            found[name] = f"(conf_status = '{SINGLE}')"
        elif is_figure(column):
            found[name] = f"(list_contains(string_split({RESTRICTED}, ','), '{name}') and ({of_row}))"
    return found
