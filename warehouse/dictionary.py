"""The dictionary of columns, and what is made of it: dbt's contracts and tests, and the dictionary table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from ingest.family.columns import NAMES, OF_ROW, FamilyColumn, columns_of, main_of
from ingest.family.page import Page
from warehouse.family_pages import standard_pages
from warehouse.settings import CHECKOUT

SOURCES = CHECKOUT / "dbt_project" / "dictionary"
# A file a room of models/marts, in the order in which people are shown them; `shared` has the columns of several rooms.
ROOMS = ("core", "families", "registers", "dims", "audit")
FAMILIES = "families"

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

    `may_be_null`: those of the grain that may be empty. `names_units`: its rows name single respondents (a project, an
    enterprise), so that it stays in the office. `main`: of a model with several figures in a row those of which the
    first that has a value is what the row is about: is_synthetic and conf_status are its own.
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
    main: tuple[str, ...] = ()


def models(pages: Sequence[Page] | None = None) -> tuple[Model, ...]:
    """The published models, room by room. `pages`: those of the families that an office has, the product's own if none
    are given.

    KeyError names a column that the dictionary does not describe, ValueError one that two files describe: it
    belongs to `shared`.
    """
    of_pages = [_of_page(page) for page in _in_order(standard_pages() if pages is None else pages)]
    written = _written()
    before = [model for model in written if ROOMS.index(model.room) < ROOMS.index(FAMILIES)]
    return (*before, *of_pages, *(model for model in written if model not in before))


def _in_order(pages: Sequence[Page]) -> list[Page]:
    order = _words(FAMILIES)["order"]
    return sorted(
        pages, key=lambda page: order.index(page.name) if page.name in order else len(order)
    )


def _of_page(page: Page) -> Model:
    """The mart of a page of figures: its grain and its row as everywhere, its figures in the page's own words."""
    described = _columns()
    grammar, answers = _words(FAMILIES)["grammar"], _words(FAMILIES)["answers"]
    grain = [name for word in page.grain for name in (word, NAMES.get(word)) if name]
    figures = [_of_grammar(column, grammar[column.pattern], answers) for column in columns_of(page)]
    return Model(
        name=f"mart_{page.name}",
        room=FAMILIES,
        zh=page.zh,
        en=page.en,
        grain=page.grain,
        not_null=(*grain, *OF_ROW),
        may_be_null=(),
        columns=(*(described[name] for name in grain), *figures, *(described[name] for name in OF_ROW)),
        main=(main_of(page),),
    )


def _of_grammar(column: FamilyColumn, entry: Sequence[str], answers: Sequence[str]) -> Column:
    data_type, zh, en = entry
    of = column.of
    words = {
        "zh": of.zh,
        "en": of.en,
        "zh_unit": f"{of.zh}({of.unit_zh})" if of.unit_zh else of.zh,
        "en_unit": f"{of.en}, {of.unit_en}" if of.unit_en else of.en,
    }
    is_flag = data_type == "boolean" and column.pattern not in answers
    return Column(column.name, data_type, zh.format(**words), en.format(**words), is_flag)


@cache
def _columns() -> dict[str, Column]:
    """Every column that a file describes, by its name."""
    answers = _words("shared")["answers"]
    columns: dict[str, Column] = {}
    for room in ("shared", *ROOMS):
        for name, (data_type, zh, en) in _words(room)["columns"].items():
            if name in columns:
                raise ValueError(f"described twice: {name}")
            columns[name] = Column(name, data_type, zh, en, data_type == "boolean" and name not in answers)
    return columns


@cache
def _written() -> tuple[Model, ...]:
    """The models that a file describes."""
    columns = _columns()
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
        for room in ROOMS
        for name, words in _words(room)["models"].items()
    )


@cache
def _words(room: str) -> dict[str, Any]:
    text = (SOURCES / f"{room}.yml").read_text(encoding="utf-8")
    return dict(yaml.load(text, _LOADER))  # noqa: S506 - either is a safe loader


def contracts(described: Sequence[Model]) -> str:
    """The YAML of dbt: enforced contracts, grain and not-null tests, descriptions in both languages."""
    return str(
        yaml.dump(
            {"version": 2, "models": [_contract(model) for model in described]},
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


def entries(described: Sequence[Model]) -> str:
    """The rows of the table `dictionary`, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["model", "column_name", "position", "data_type", "description_zh", "description_en"])
    for model in described:
        for position, column in enumerate(model.columns, 1):
            writer.writerow([model.name, column.name, position, column.data_type, column.zh, column.en])
    return text.getvalue()
