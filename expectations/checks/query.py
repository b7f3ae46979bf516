"""The checks as they stand in their files: each a query for the rows that must not be, rendered once a process.

A formula exists once: the queries use the macros of the marts (dbt_project/macros). Only their Jinja is needed for
that; what dbt adds to it, the few words below, is a second of imports that a clerk would wait for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

_HERE = Path(__file__).parent
_MACROS = _HERE.parents[1] / "dbt_project" / "macros"
_USED = ("rounding", "calendar", "month", "growth", "series")
# The rooms of checks, by what speaks first: what is wrong with the whole for its parts, a sheet for itself before its past.
ROOMS = {"whole": 0, "identity": 1, "value": 1, "row": 2, "register": 2, "past": 3}
_OF_THE_PAST = re.compile(r"\b(?:from|join) (?:pair|known|own|sized|row_before)\b")
_RULE = re.compile(r"^-- rule: ([A-Z_]+)$", re.MULTILINE)
_NEXT = "\n-- next file --\n"


@dataclass(frozen=True, slots=True)
class Query:
    """One check. `rule` is empty where the form that asks for it says what a failing row means.

    `room`: what it looks at: the whole return; figures that are computed of one another, or each by itself; a row of its
    register, or all of them; any of these beside its past.
    """

    room: str
    name: str
    rule: str
    sql: str

    @property
    def file(self) -> str:
        """Its place below this folder."""
        return f"{self.room}/{self.name}.sql"

    @property
    def looks_back(self) -> bool:
        """Whether it looks at what was known when a return came."""
        return bool(_OF_THE_PAST.search(self.sql))


@dataclass(frozen=True, slots=True)
class Queries:
    """The relations that the checks look at, what was known when they came, and the checks."""

    relations: str
    known: str
    checks: tuple[Query, ...]


@cache
def queries() -> Queries:
    """All of them. jinja2.TemplateError for a file that is none."""
    files = [file for room in ROOMS for file in sorted((_HERE / room).glob("*.sql"))]
    texts = [_asking(file.stem, file.read_text(encoding="utf-8")) for file in files]
    relations, known, *rendered = _rendered(
        [*((_HERE / name).read_text(encoding="utf-8") for name in ("relations.sql", "known.sql")), *texts]
    )
    checks = [
        Query(file.parent.name, file.stem, match[1] if (match := _RULE.search(sql)) else "", sql)
        for file, sql in zip(files, rendered, strict=True)
    ]
    return Queries(relations, known, tuple(checks))


def kinds() -> frozenset[str]:
    """Every kind of check that a form may ask for."""
    return frozenset(query.name for query in queries().checks if not query.rule)


def _asking(name: str, text: str) -> str:
    """A file's `asks`: those that ask for this very check."""
    asked = f"(select * from asks where check_name = '{name}')"  # noqa: S608 - the name of a file of ours
    return f'{{% set asks = "{asked}" %}}{text}'


def _rendered(texts: list[str]) -> list[str]:
    macros = [(_MACROS / f"{name}.sql").read_text(encoding="utf-8") for name in _USED]
    macros.append((_HERE / "words.sql").read_text(encoding="utf-8"))
    # Queries of our own, and no page: nothing is escaped.
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"])  # noqa: S701
    environment.globals.update({"return": lambda value: value, "adapter": _Adapter(), "dbt": _Dbt()})
    text = "\n".join(macros) + _NEXT + _NEXT.join(texts)
    return environment.from_string(text).render().split(_NEXT)[1:]


class _Adapter:
    """What the macros ask of dbt's adapter: theirs for DuckDB is the default."""

    @staticmethod
    @jinja2.pass_context
    def dispatch(context: jinja2.runtime.Context, macro: str) -> Any:
        return context.vars[f"default__{macro}"]


class _Dbt:
    """What they ask of dbt itself."""

    @staticmethod
    def type_string() -> str:
        return "varchar"
