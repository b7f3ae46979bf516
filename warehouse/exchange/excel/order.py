"""The order of a sheet's columns: what a person reads first, what programs join by last.

Names, period, the value with its unit, growth; then the other figures with what is said of them; texts, English,
instants; codes and keys. Of a register the fields stand as on the department's form.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from ingest.observation import DIMENSIONS
from warehouse.codes import fixed_lists
from warehouse.dictionary import INSTANT, Column
from warehouse.family.figure_columns import is_figure

_PERIODS = ("time_period", "base_period", "plan_year", "register_year", "month")
# The figure that a row is about where its table names none.
_VALUES = ("obs_value", "level_value")
_UNITS = ("display_unit_zh", "unit_zh")
_GROWTH = "growth"
_OF_A_REGISTER = frozenset({"row_no", "thing_id"})
_CODES = frozenset(
    {
        *DIMENSIONS, *(name.removeprefix("CL_").lower() for name in fixed_lists()),
        "primary_form", "row_key", "row_no", "series_id", "sha256", "supersedes",
    }
)  # fmt: skip
_NAMES, _PERIOD, _SHOWN, _VALUE, _UNIT, _GROWTHS, _REST, _ENGLISH, _INSTANTS, _KEYS = range(10)


def reading_order(columns: Sequence[Column], main: str) -> tuple[Column, ...]:
    """The columns as a person reads them. `main`: the figure that the rows are about, empty where none is named."""
    names = {column.name for column in columns}
    if not _OF_A_REGISTER.isdisjoint(names):
        return tuple(sorted(columns, key=lambda column: is_code(column.name, names)))
    value = main or next((name for name in _VALUES if name in names), "")
    return tuple(sorted(columns, key=lambda column: _place(column, names, value)))


def is_code(name: str, names: Set[str]) -> bool:
    """Whether a column of a table with these `names` is a code or a key: in a list of codes, or with its words beside."""
    return name in _CODES or name.endswith("_id") or f"{name}_zh" in names


def _place(column: Column, names: Set[str], value: str) -> int:
    name = column.name
    if name in _PERIODS:
        return _PERIOD
    if name in _UNITS:
        return _UNIT
    if is_code(name, names):
        return _KEYS
    if name.endswith("_zh"):
        return _NAMES if _names_something(name.removesuffix("_zh"), names) else _REST
    if name == "display_value":
        return _SHOWN
    if name == value:
        return _VALUE
    if _GROWTH in name and is_figure(column):
        return _GROWTHS
    if name.endswith("_en"):
        return _ENGLISH
    return _INSTANTS if column.data_type in (INSTANT, "timestamp") else _REST


def _names_something(stem: str, names: Set[str]) -> bool:
    """Whether words are those of a code that stands in the same table: area_zh of ref_area, part_zh of part."""
    return not names.isdisjoint({stem, f"{stem}_id", f"ref_{stem}"})
