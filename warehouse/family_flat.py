"""The columns that the marts of families had before their figures had a key, as views for one release: mart_<name>_flat.

What each old column is now stands in dbt_project/flat, a file a mart; the views, and the table of old and new names in
the docs, are made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from warehouse.family_model import literal
from warehouse.settings import CHECKOUT

SOURCES = CHECKOUT / "dbt_project" / "flat"
SUFFIX = "_flat"
# What only the current value has, and mart_indicator with it.
_OF_CURRENT = frozenset({"display_value", "display_unit_zh"})
_INVENTED = re.compile(r"invented\((?P<figures>[\w, ]+)\)")
# An expression may ask the observation of a figure itself.
_READ = re.compile(r"(\w+)_read\.")
# What stood beside a group of a register: the cells of a field from its first row to its last.
_ROWS = re.compile(r"rows\((?P<register>\w+)\.(?P<field>\w+)\)\.(?P<attribute>\w+)")
_ATTRIBUTE = re.compile(r"(?P<figure>\w+)\.(?P<attribute>\w+)")


@dataclass(frozen=True, slots=True)
class Flat:
    """A mart as it was: its old columns, each with what it is now."""

    mart: str
    selects: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """The name of the view."""
        return self.mart + SUFFIX


def flats() -> Iterator[Flat]:
    """The old marts, by name."""
    for path in sorted(SOURCES.glob("*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        selects = document if isinstance(document, list) else [document]
        yield Flat(path.stem, tuple(selects))


def flat_sql(flat: Flat, main: str) -> str:
    """The model of a view. `main`: the figure of the mart that is_synthetic is about."""
    selects = [_select(select, main) for select in flat.selects]
    return (
        f"-- grain: that of {flat.mart}, in its columns of the release before\n"
        f"{{{{ config(materialized='view', contract={{'enforced': false}}) }}}}\n"
        f"{{{{ flat_view({literal(flat.mart)}, {literal(selects)}) }}}}\n"
    )


def _select(select: Mapping[str, Any], main: str) -> dict[str, Any]:
    columns = [_column(old, new, main) for old, new in select.items() if old != "where"]
    figures = [*_joined(columns, "attribute")]
    for column in columns:
        figures += _READ.findall(column.get("sql", ""))
    return {
        "columns": columns,
        "where": select.get("where", ""),
        "figures": list(dict.fromkeys(figures)),
        "current": _joined(columns, "current"),
        "rows": next((column for column in columns if column["kind"] == "rows"), None),
    }


def _joined(columns: list[dict[str, Any]], kind: str) -> list[str]:
    return list(dict.fromkeys(column["figure"] for column in columns if column["kind"] == kind))


def _column(old: str, new: str | None, main: str) -> dict[str, Any]:
    said = new or old
    if match := _INVENTED.fullmatch(said):
        figures = [name.strip() for name in match["figures"].split(",")]
        return {
            "old": old, "kind": "invented", "figures": [name for name in figures if name != main],
            "main": main in figures,
        }  # fmt: skip
    if match := _ROWS.fullmatch(said):
        return {"old": old, "kind": "rows", **match.groupdict()}
    if match := _ATTRIBUTE.fullmatch(said):
        kind = "current" if match["attribute"] in _OF_CURRENT else "attribute"
        return {"old": old, "kind": kind, **match.groupdict()}
    return {"old": old, "kind": "sql", "sql": f"mart.{said}" if said.isidentifier() else said}
