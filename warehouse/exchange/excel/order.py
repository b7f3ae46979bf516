"""The order of a sheet's columns: what a person reads first, what programs join by last.

Names, period, the value with its unit, growth, why it is missing; then the other figures with what is said of them; texts, English,
instants; codes and keys. Of a register the fields stand as on the department's form.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from ingest.observation import DIMENSIONS
from warehouse.codes import fixed_lists
from warehouse.dictionary import INSTANT, Column
from warehouse.family.figure_columns import is_figure

# The figure that a row is about where its table names none.
_VALUES = ("obs_value", "level_value", "value", "month_value")
_GROWTH = "growth"
_OF_A_REGISTER = frozenset({"row_no", "thing_id"})
_CODES = frozenset(
    {
        *DIMENSIONS, *(name.removeprefix("CL_").lower() for name in fixed_lists()),
        "primary_form", "row_key", "row_no", "series_id", "sha256", "supersedes",
    }
)  # fmt: skip
_NAMES, _PERIOD, _SHOWN, _VALUE, _UNIT, _GROWTHS, _WHY, _REST, _ENGLISH, _INSTANTS, _KEYS = range(11)
_PLACES = {
    # What the relations of bi name their rows by: they have no codes.
    **dict.fromkeys(("family_zh", "line_zh", "area_zh", "what_zh", "edition_zh", "figure_zh"), _NAMES),
    **dict.fromkeys(
        ("period_zh", "time_period", "base_period", "plan_year", "register_year", "month"), _PERIOD
    ),
    "display_value": _SHOWN,
    **dict.fromkeys(("display_unit_zh", "unit_zh"), _UNIT),
    "growth_zh": _GROWTHS,
    # Why the figure is missing, and what else is said of it.
    **dict.fromkeys(("state_zh", "obs_reason", "reason"), _WHY),
}


def reading_order(columns: Sequence[Column], main: str) -> tuple[Column, ...]:
    """The columns as a person reads them. `main`: the figure that the rows are about, empty where none is named."""
    names = {column.name for column in columns if not is_figure(column)}
    if not _OF_A_REGISTER.isdisjoint(names):
        return tuple(sorted(columns, key=lambda column: is_code(column.name, names)))
    there = {column.name for column in columns}
    value = main or next((name for name in _VALUES if name in there), "")
    return tuple(sorted(columns, key=lambda column: _place(column, names, value)))


def is_code(name: str, names: Set[str]) -> bool:
    """Whether a column of a table with these `names` is a code or a key: in a list of codes, what rows are sorted by, or with
    its words beside."""
    return name in _CODES or name.endswith(("_id", "_order")) or f"{name}_zh" in names


def _place(column: Column, names: Set[str], value: str) -> int:
    name = column.name
    if name in _PLACES:
        return _PLACES[name]
    if name == value:
        return _VALUE
    if value and name == f"{value}_reason":
        return _WHY
    if _GROWTH in name and is_figure(column):
        return _GROWTHS
    if is_code(name, names):
        return _KEYS
    if name.endswith("_zh"):
        return _NAMES if _names_something(name.removesuffix("_zh"), names) else _REST
    if name.endswith("_en"):
        return _ENGLISH
    return _INSTANTS if column.data_type in (INSTANT, "timestamp") else _REST


def _names_something(stem: str, names: Set[str]) -> bool:
    """Whether words are those of a code that stands in the same table: area_zh of ref_area, part_zh of part."""
    return not names.isdisjoint({stem, f"{stem}_id", f"ref_{stem}"})
