"""The dictionary of columns, and what is made of it: dbt's contracts and tests, and the dictionary table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from warehouse.settings import CHECKOUT

SOURCES = CHECKOUT / "dbt_project" / "dictionary"
# A file a room of models/marts, in the order in which people are shown them; `shared` has the columns of several rooms.
MARTS = ("core", "families", "registers", "dims", "audit")
# The room of models/bi, a schema of its own. Its columns have names of their own too: `value` there is in the unit that
# people read, and carries what a BI tool must know of it.
BI = "bi"
ROOMS = (*MARTS, BI)
# Over what a number adds up: any rows; the rows of one month; the months of one year of one line; nothing.
ADDITIVE = ("rows", "one_month", "months", "no")
_ENTRY = (
    "model", "column_name", "position", "data_type", "description_zh", "description_en", "schema_name", "model_label_zh",
    "label_zh", "additive",
)  # fmt: skip
_NUMBERS = ("decimal", "double", "integer", "bigint")

# libyaml's, where PyYAML has it: a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a published model: its type in DuckDB and what it holds. `is_flag`: true or false, never NULL.

    `label_zh`: what a BI tool calls it in Chinese; `additive`: for a number there, one of ADDITIVE. Else empty.
    """

    name: str
    data_type: str
    zh: str
    en: str
    is_flag: bool = False
    label_zh: str = ""
    additive: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A published model. `grain`: the columns that make a row unique, empty where rows may repeat.

    `may_be_null`: those of the grain that may be empty.
    `names_units`: its rows name single respondents (a project, an enterprise), so that it stays in the office.
    `label_zh`: the name of the same rows with Chinese columns, in the schema bi; empty where there is none.
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
    label_zh: str = ""

    @property
    def schema(self) -> str:
        """The schema that it stands in."""
        return BI if self.room == BI else "main"

    @property
    def relation(self) -> str:
        """Its name in SQL: bi.headline, mart_indicator."""
        return f"{BI}.{self.name}" if self.room == BI else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in their order."""
        return tuple(column.name for column in self.columns)


@cache
def models() -> tuple[Model, ...]:
    """The published models, room by room. KeyError names a column that the dictionary does not describe.

    ValueError names a column that two files describe (it belongs to `shared`), a number of the room bi that does not
    say over what it adds up, and two columns of one model with one label.
    """
    shared, rooms = _words("shared"), {room: _words(room) for room in ROOMS}
    answers = frozenset(shared["answers"])
    columns = _columns([shared["columns"], *(rooms[room]["columns"] for room in MARTS)], answers)
    of_bi = _columns([rooms[BI]["columns"]], answers)
    for column in of_bi.values():
        if column.data_type.startswith(_NUMBERS) != (column.additive in ADDITIVE):
            raise ValueError(f"a number says over what it adds up, and nothing else does: {column.name}")
    return tuple(
        _model(name, room, words, of_bi if room == BI else columns)
        for room, described in rooms.items()
        for name, words in described["models"].items()
    )


def _columns(described: Sequence[Mapping[str, Sequence[str]]], answers: frozenset[str]) -> dict[str, Column]:
    """The columns of some files by name. An entry: type, 中文, English; and a label and what it adds up over before them."""
    columns: dict[str, Column] = {}
    for names in described:
        for name, (data_type, *labelled, zh, en) in names.items():
            if name in columns:
                raise ValueError(f"described twice: {name}")
            is_flag = data_type == "boolean" and name not in answers
            columns[name] = Column(name, data_type, zh, en, is_flag, *labelled)
    return columns


def _model(name: str, room: str, words: Mapping[str, Any], columns: Mapping[str, Column]) -> Model:
    model = Model(
        name=name,
        room=room,
        zh=words["zh"],
        en=words["en"],
        grain=tuple(words["grain"]),
        not_null=tuple(words.get("not_null", ())),
        may_be_null=tuple(words.get("may_be_null", ())),
        columns=tuple(columns[column] for column in words["columns"]),
        names_units=words.get("names_units", False),
        label_zh=words.get("label_zh", ""),
    )
    labels = [column.label_zh for column in model.columns]
    if model.label_zh and (not all(labels) or len(set(labels)) < len(labels)):
        raise ValueError(f"a label for each column, and no two the same: {name}")
    return model


def _words(room: str) -> dict[str, Any]:
    text = (SOURCES / f"{room}.yml").read_text(encoding="utf-8")
    return dict(yaml.load(text, _LOADER))  # noqa: S506 - either is a safe loader


def contracts(rooms: Sequence[str] = MARTS) -> str:
    """The YAML of dbt: enforced contracts, grain and not-null tests, descriptions in both languages."""
    return str(
        yaml.dump(
            {"version": 2, "models": [_contract(model) for model in models() if model.room in rooms]},
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
    writer.writerow(_ENTRY)
    for model in models():
        for position, column in enumerate(model.columns, 1):
            place = (model.name, column.name, position, column.data_type)
            labels = (model.label_zh, column.label_zh, column.additive)
            writer.writerow([*place, column.zh, column.en, model.schema, *labels])
    return text.getvalue()
