"""The dictionary of columns, and what is made of it: dbt's contracts and tests, and the dictionary table."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from warehouse.settings import CHECKOUT

SOURCES = CHECKOUT / "dbt_project" / "dictionary"
# A file a room of models/marts, in the order in which people are shown them; `shared` has the columns of several rooms.
ROOMS = ("core", "families", "registers", "dims", "audit")

# libyaml's, where PyYAML has it: a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a published model: its type in DuckDB and what it holds. `is_flag`: true or false, never NULL."""

    name: str
    data_type: str
    zh: str
    en: str
    is_flag: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A published model. `grain`: the columns that make a row unique, empty where rows may repeat.

    `may_be_null`: those of the grain that may be empty. `names_units`: its rows name single respondents (a project, an enterprise), so that it stays in the office.
    """

    name: str
    room: str
    zh: str
    en: str
    grain: tuple[str, ...]
    not_null: tuple[str, ...]
    may_be_null: tuple[str, ...]
    columns: tuple[Column, ...]
    names_units: bool = False


@cache
def models() -> tuple[Model, ...]:
    """The published models, room by room. KeyError names a column that the dictionary does not describe.

    ValueError names a column that two files describe: it belongs to `shared`.
    """
    shared, rooms = _words("shared"), {room: _words(room) for room in ROOMS}
    columns: dict[str, Column] = {}
    for described in (shared, *rooms.values()):
        for name, (data_type, zh, en) in described["columns"].items():
            if name in columns:
                raise ValueError(f"described twice: {name}")
            is_flag = data_type == "boolean" and name not in shared["answers"]
            columns[name] = Column(name, data_type, zh, en, is_flag)
    return tuple(
        Model(
            name=name,
            room=room,
            zh=words["zh"],
            en=words["en"],
            grain=tuple(words["grain"]),
            not_null=tuple(words.get("not_null", ())),
            may_be_null=tuple(words.get("may_be_null", ())),
            columns=tuple(columns[column] for column in words["columns"]),
            names_units=words.get("names_units", False),
        )
        for room, described in rooms.items()
        for name, words in described["models"].items()
    )


def _words(room: str) -> dict[str, Any]:
    text = (SOURCES / f"{room}.yml").read_text(encoding="utf-8")
    return dict(yaml.load(text, _LOADER))  # noqa: S506 - either is a safe loader


def contracts() -> str:
    """The YAML of dbt: enforced contracts, grain and not-null tests, descriptions in both languages."""
    return str(
        yaml.dump(
            {"version": 2, "models": [_contract(model) for model in models()]},
            Dumper=_DUMPER,
            allow_unicode=True,
            sort_keys=False,
            width=1000,
        )
    )


def _contract(model: Model) -> dict[str, Any]:
    # Two tests a model, each one query: a test a column would cost the nightly build longer than its models.
    # A flag that is NULL is neither, and whoever filters by it or by its opposite loses the row.
    flags = [column.name for column in model.columns if column.is_flag]
    keys = [name for name in model.grain if name not in model.may_be_null]
    given = list(dict.fromkeys((*keys, *model.not_null, *flags)))
    tests: list[dict[str, Any]] = []
    if model.grain:
        tests.append({"one_row_a_grain": {"arguments": {"columns": list(model.grain)}}})
    if given:
        tests.append({"never_null": {"arguments": {"columns": given}}})
    return {
        "name": model.name,
        "description": f"{model.zh} {model.en}",
        "config": {"contract": {"enforced": True}},
        "data_tests": tests,
        "columns": [
            {"name": column.name, "data_type": column.data_type, "description": f"{column.zh} {column.en}"}
            for column in model.columns
        ],
    }


def entries() -> str:
    """The rows of the table `dictionary`, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["model", "column_name", "position", "data_type", "description_zh", "description_en"])
    for model in models():
        for position, column in enumerate(model.columns, 1):
            writer.writerow([model.name, column.name, position, column.data_type, column.zh, column.en])
    return text.getvalue()
