"""The dictionary of columns, and what is made of it: dbt's contracts and tests, and the dictionary table.

The registers of an office are declared in its forms; of them the dictionary knows names and words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from warehouse.settings import CHECKOUT, DEFAULT_OFFICE

SOURCES = CHECKOUT / "dbt_project" / "dictionary"
# A file a room of models/marts, in the order in which people are shown them; `shared` has the columns of several rooms.
ROOMS = ("core", "families", "registers", "dims", "audit")
# What tells the rows of a register apart.
REGISTER_GRAIN = ("submission_id", "row_no")

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
    """The published models of the office that comes with the program; of any office see warehouse/office_models.py."""
    from warehouse.office_models import models_of  # noqa: PLC0415 - reads forms, 0.2 s: not where words will do

    return models_of(DEFAULT_OFFICE)


@cache
def columns() -> Mapping[str, Column]:
    """Every column that the dictionary describes, by its name. ValueError for one that two files describe: it belongs
    to `shared`.
    """
    shared = _words("shared")
    described: dict[str, Column] = {}
    for words in (shared, *map(_words, ROOMS)):
        for name, (data_type, zh, en) in words["columns"].items():
            if name in described:
                raise ValueError(f"described twice: {name}")
            is_flag = data_type == "boolean" and name not in shared["answers"]
            described[name] = Column(name, data_type, zh, en, is_flag)
    return described


@cache
def written_models() -> tuple[Model, ...]:
    """The models whose columns the dictionary lists, room by room: all but those of registers.

    KeyError names a column that it does not describe.
    """
    return tuple(
        Model(
            name=name,
            room=room,
            zh=words["zh"],
            en=words["en"],
            grain=tuple(words["grain"]),
            not_null=tuple(words.get("not_null", ())),
            may_be_null=tuple(words.get("may_be_null", ())),
            columns=tuple(map(column_called, words["columns"])),
            names_units=words.get("names_units", False),
        )
        for room in ROOMS
        for name, words in _words(room)["models"].items()
    )


def column_called(name: str) -> Column:
    """The column of this name; the reason of one that is described needs no words of its own. KeyError: nobody is."""
    of = name.removesuffix("_reason")
    if name not in columns() and of in columns():
        return reason_of(columns()[of])
    return columns()[name]


def known_models() -> tuple[Model, ...]:
    """Every model that has words here: those of registers without their columns."""
    registers = (
        Model(f"fct_{name}", "registers", words["zh"], words["en"], REGISTER_GRAIN, (), (), (), names_units=True)
        for name, words in known_registers().items()
    )
    return tuple(sorted((*written_models(), *registers), key=lambda model: ROOMS.index(model.room)))


def known_registers() -> Mapping[str, Mapping[str, Any]]:
    """What the dictionary says of registers, by their names in the forms: see its room `registers`."""
    said: Mapping[str, Mapping[str, Any]] = _words("registers")["registers"]
    return said


def reason_of(column: Column) -> Column:
    """The column that says why another has no value, with the words for it made of those of the other."""
    zh, en = column.zh.split("(")[0], column.en.split(", ")[0]
    return Column(f"{column.name}_reason", "varchar", f"没有{zh}的原因", f"why there is no {en}")


@cache
def _words(room: str) -> dict[str, Any]:
    text = (SOURCES / f"{room}.yml").read_text(encoding="utf-8")
    return dict(yaml.load(text, _LOADER))  # noqa: S506 - either is a safe loader


def contracts(published: Iterable[Model]) -> str:
    """The YAML of dbt: enforced contracts, grain and not-null tests, descriptions in both languages."""
    return str(
        yaml.dump(
            {"version": 2, "models": [_contract(model) for model in published]},
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


def entries(published: Iterable[Model]) -> str:
    """The rows of the table `dictionary`, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["model", "column_name", "position", "data_type", "description_zh", "description_en"])
    for model in published:
        for position, column in enumerate(model.columns, 1):
            writer.writerow([model.name, column.name, position, column.data_type, column.zh, column.en])
    return text.getvalue()
