"""The columns that the marts of families had before their figures had a key, as views for one release: mart_<name>_flat.

What each old column is now stands in dbt_project/flat, a file a mart: a name is a column of the mart, figure.attribute
what the observation of that figure says, invented(…) whether any of those figures is, rows(register.field).attribute
where the rows of a group stand, anything else an expression; nothing means the column of the same name. The views of a
snapshot, and the table of old and new names in the docs, are made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from warehouse.settings import CHECKOUT

SOURCES = CHECKOUT / "dbt_project" / "flat"
SUFFIX = "_flat"
# What only the current value has, and mart_indicator with it.
_OF_CURRENT = frozenset({"display_value", "display_unit_zh"})
_INVENTED = re.compile(r"invented\((?P<figures>[\w, ]+)\)")
# An expression may ask the observation of a figure itself.
_READ = re.compile(r"\b(\w+)_read\.")
# What stood beside a group of a register: the cells of a field from its first row to its last.
_ROWS = re.compile(r"rows\((?P<register>\w+)\.(?P<field>\w+)\)\.(?P<attribute>\w+)")
_ATTRIBUTE = re.compile(r"(?P<figure>\w+)\.(?P<attribute>\w+)")


@dataclass(frozen=True, slots=True)
class Flat:
    """A mart as it was: its old columns, each with what it is now."""

    mart: str
    selects: tuple[Mapping[str, str | None], ...]

    @property
    def name(self) -> str:
        """The name of the view."""
        return self.mart + SUFFIX

    @property
    def columns(self) -> Mapping[str, str]:
        """Each old column and what it is now."""
        every = [pair for select in reversed(self.selects) for pair in select.items()]
        return {old: new or old for old, new in every if old != "where"}


def flats() -> Iterator[Flat]:
    """The old marts, by name."""
    for path in sorted(SOURCES.glob("*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        selects = document if isinstance(document, list) else [document]
        yield Flat(path.stem, tuple(selects))


def flat_view(flat: Flat, main: str) -> str:
    """The view of an old mart, as SQL. `main`: the figure of the mart that is_synthetic is about."""
    selects = "\nunion all\n".join(_select(flat.mart, select, main) for select in flat.selects)
    return f"create view {flat.name} as\n{selects}"


def _select(mart: str, select: Mapping[str, str | None], main: str) -> str:
    joins: dict[str, None] = {}
    columns = [
        f"{_column(new or old, main, joins)} as {old}" for old, new in select.items() if old != "where"
    ]
    where = f"\nwhere {select['where']}" if "where" in select else ""
    return f"select {', '.join(columns)}\nfrom {mart} as mart{''.join(joins)}{where}"


def _column(said: str, main: str, joins: dict[str, None]) -> str:
    """A column as SQL; what it needs beside the mart is added to `joins`."""
    if match := _INVENTED.fullmatch(said):
        names = [name.strip() for name in match["figures"].split(",")]
        flags = ["mart.is_synthetic" if name == main else _is_named(name) for name in names]
        return f"({' or '.join(flags)})"
    if match := _ROWS.fullmatch(said):
        for end in ("first_row", "last_row"):
            joins[
                f"\nleft join fct_register_cell as {end} on mart.submission_id = {end}.submission_id"
                f" and mart.{end} = {end}.row_no and {end}.register = '{match['register']}'"
                f" and {end}.field = '{match['field']}'"
            ] = None
        attribute = match["attribute"]
        if attribute == "source_cell":
            return "concat(first_row.source_cell, ' … ', last_row.source_cell)"
        return f"first_row.{attribute}"
    if match := _ATTRIBUTE.fullmatch(said):
        figure, attribute = match["figure"], match["attribute"]
        kind, table = ("now", "mart_indicator") if attribute in _OF_CURRENT else ("read", "fct_observation")
        joins[_joined(figure, kind, table)] = None
        return f"{figure}_{kind}.{attribute}"
    for figure in _READ.findall(said):
        joins[_joined(figure, "read", "fct_observation")] = None
    return f"mart.{said}" if said.isidentifier() else said


def _joined(figure: str, kind: str, table: str) -> str:
    name = f"{figure}_{kind}"
    return f"\nleft join {table} as {name} on mart.{figure}_id = {name}.observation_id"


def _is_named(figure: str) -> str:
    return f"list_contains(string_split(mart.invented_figures, ','), '{figure}')"
