"""The dictionary of columns, and what is made of it: dbt's contracts and tests, and the dictionary table.

The registers of an office are declared in its forms; of them the dictionary knows names and words. The families are
pages, of whose columns it has the grammar.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import yaml

from warehouse.settings import CHECKOUT, DEFAULT_OFFICE

SOURCES = CHECKOUT / "dbt_project" / "dictionary"
# A file a room of models/marts, in the order in which people are shown them; `shared` has the columns of several rooms.
MARTS = ("core", "families", "registers", "dims", "audit")
REGISTERS = "registers"
FAMILIES = "families"
# What tells the rows of a register apart.
REGISTER_GRAIN = ("submission_id", "row_no")
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
INSTANT = "timestamp with time zone"
_NUMBERS = ("decimal", "double", "integer", "bigint")

# libyaml's, where PyYAML has it: a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    `main`: of a model with several figures in a row the one that it is about: is_synthetic and conf_status are its own.
    `reasons`: the columns that say why others are empty, where their names do not.
    """

    name: str
    room: str
    zh: str
    en: str
    grain: tuple[str, ...]
    not_null: tuple[str, ...]
    columns: tuple[Column, ...]
    names_units: bool = False
    label_zh: str = ""
    may_be_null: tuple[str, ...] = ()
    main: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)

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

    def published_type(self, column: Column) -> str:
        """The type of one of its columns where it is read. In a build a mart's instants are UTC without a zone; what bi
        shows is the office's time."""
        return INSTANT if column.data_type == "timestamp" and self.room != BI else column.data_type


@cache
def models() -> tuple[Model, ...]:
    """The published models of the office that comes with the program; of any office see warehouse/office_models.py."""
    from warehouse.office_models import models_of  # noqa: PLC0415 - reads forms, 0.2 s: not where words will do

    return models_of(DEFAULT_OFFICE)


def in_rooms(described: Iterable[Model]) -> tuple[Model, ...]:
    """Models room by room, as people are shown them."""
    return tuple(sorted(described, key=lambda model: ROOMS.index(model.room)))


@cache
def written_models() -> tuple[Model, ...]:
    """The models whose columns a file lists, room by room: all but those of families and registers.

    KeyError names a column that the dictionary does not describe. ValueError names a column that two files describe
    (it belongs to `shared`), a number of the room bi that does not say over what it adds up, and two columns of one
    model with one label.
    """
    answers = frozenset(_words("shared")["answers"])
    of_bi = _columns([_words(BI)["columns"]], answers)
    for column in of_bi.values():
        if column.data_type.startswith(_NUMBERS) != (column.additive in ADDITIVE):
            raise ValueError(f"a number says over what it adds up, and nothing else does: {column.name}")
    return tuple(
        _model(name, room, words, of_bi.__getitem__ if room == BI else column_called)
        for room in ROOMS
        for name, words in _words(room)["models"].items()
    )


@cache
def columns() -> Mapping[str, Column]:
    """Every column of a mart that a file describes, by its name."""
    described = [_words(room)["columns"] for room in ("shared", *MARTS)]
    return _columns(described, frozenset(_words("shared")["answers"]))


def column_called(name: str) -> Column:
    """The column of this name; the reason of one that is described needs no words of its own. KeyError: nobody is."""
    of = name.removesuffix("_reason")
    if name not in columns() and of in columns():
        return reason_of(columns()[of])
    return columns()[name]


def reason_of(column: Column) -> Column:
    """The column that says why another has no value, with the words for it made of those of the other."""
    zh, en = column.zh.split("(")[0], column.en.split(", ")[0]
    return Column(f"{column.name}_reason", "varchar", f"没有{zh}的原因", f"why there is no {en}")


@dataclass(frozen=True, slots=True)
class Grammar:
    """How the columns of families are named. `entries`: by what follows a figure's name type, 中文, English; `answers`: which
    booleans may be empty; `order`: the pages in the order in which people are shown them.
    """

    entries: Mapping[str, Sequence[str]]
    answers: frozenset[str]
    order: Sequence[str]


@cache
def grammar() -> Grammar:
    """The grammar of the families' columns."""
    said = _words(FAMILIES)
    return Grammar(said["grammar"], frozenset(said["answers"]), said["order"])


def known_registers() -> Mapping[str, Mapping[str, Any]]:
    """What the dictionary says of registers, by their names in the forms: see its room `registers`."""
    said: Mapping[str, Mapping[str, Any]] = _words(REGISTERS)[REGISTERS]
    return said


def known_models() -> tuple[Model, ...]:
    """Every model that has words here: those of registers without their columns."""
    registers = (
        Model(f"fct_{name}", REGISTERS, words["zh"], words["en"], REGISTER_GRAIN, (), (), names_units=True)
        for name, words in known_registers().items()
    )
    return in_rooms((*written_models(), *registers))


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


def _model(name: str, room: str, words: Mapping[str, Any], called: Callable[[str], Column]) -> Model:
    # A number may add up in one model and not in another, which has not every row of it.
    here = words.get("additive", {})
    model = Model(
        name=name,
        room=room,
        zh=words["zh"],
        en=words["en"],
        grain=tuple(words["grain"]),
        not_null=tuple(words.get("not_null", ())),
        may_be_null=tuple(words.get("may_be_null", ())),
        columns=tuple(
            replace(called(column), additive=here[column]) if column in here else called(column)
            for column in words["columns"]
        ),
        names_units=words.get("names_units", False),
        label_zh=words.get("label_zh", ""),
        reasons={name: reason for reason, names in words.get("reasons", {}).items() for name in names},
    )
    labels = [column.label_zh for column in model.columns]
    if model.label_zh and (not all(labels) or len(set(labels)) < len(labels)):
        raise ValueError(f"a label for each column, and no two the same: {name}")
    return model


@cache
def _words(room: str) -> dict[str, Any]:
    text = (SOURCES / f"{room}.yml").read_text(encoding="utf-8")
    return dict(yaml.load(text, _LOADER))  # noqa: S506 - either is a safe loader


def contracts(described: Iterable[Model], bare: bool = False) -> str:
    """The YAML of dbt: enforced contracts, grain and not-null tests, and unless `bare` descriptions in both languages.

    Written as JSON, which is YAML too, in a twentieth of the time.
    """
    said = {"version": 2, "models": [_contract(model, bare) for model in described]}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _contract(model: Model, bare: bool) -> dict[str, Any]:
    # A flag that is NULL is neither, and whoever filters by it or by its opposite loses the row.
    flags = [column.name for column in model.columns if column.is_flag]
    keys = [name for name in model.grain if name not in model.may_be_null]
    given = list(dict.fromkeys((*keys, *model.not_null, *flags)))
    test = {"name": f"as_described_{model.name}", "arguments": {"grain": list(model.grain), "given": given}}
    return {
        "name": model.name,
        **_words_of(model, bare),
        "config": {"contract": {"enforced": True}},
        "data_tests": [{"as_described": test}] if model.grain or given else [],
        "columns": [
            {"name": column.name, "data_type": column.data_type, **_words_of(column, bare)}
            for column in model.columns
        ],
    }


def _words_of(described: Model | Column, bare: bool) -> dict[str, str]:
    return {} if bare else {"description": f"{described.zh} {described.en}"}


def entries(described: Iterable[Model]) -> str:
    """The rows of the table `dictionary`, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_ENTRY)
    for model in described:
        for position, column in enumerate(model.columns, 1):
            place = (model.name, column.name, position, model.published_type(column))
            labels = (model.label_zh, column.label_zh, column.additive)
            writer.writerow([*place, column.zh, column.en, model.schema, *labels])
    return text.getvalue()
