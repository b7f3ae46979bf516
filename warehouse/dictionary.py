"""The dictionary of columns, and what is made of it: dbt's contracts and tests, and the dictionary table.

python -m warehouse.dictionary            write both files anew
python -m warehouse.dictionary --check    exit 1 if they are not what the dictionary says
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from warehouse.settings import CHECKOUT

_PROJECT = CHECKOUT / "dbt_project"
SOURCE = _PROJECT / "dictionary.yml"
CONTRACTS = _PROJECT / "models" / "marts" / "_marts.yml"
ENTRIES = _PROJECT / "seeds" / "dictionary_entry.csv"

_NOTICE = "# Made from dictionary.yml by python -m warehouse.dictionary. Change that file, not this one.\n"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    data_type: str
    zh: str
    en: str
    is_flag: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """A published model. `grain`: the columns that make a row unique, empty where rows may repeat.

    `names_units`: its rows name single respondents (a project, an enterprise), so that it stays in the office.
    """

    name: str
    zh: str
    en: str
    grain: tuple[str, ...]
    not_null: tuple[str, ...]
    columns: tuple[Column, ...]
    names_units: bool = False


def models() -> tuple[Model, ...]:
    """The published models as the dictionary says them. KeyError names a column that it does not describe."""
    said = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    columns = {
        name: Column(name, data_type, zh, en, data_type == "boolean" and name not in said["answers"])
        for name, (data_type, zh, en) in said["columns"].items()
    }
    return tuple(
        Model(
            name=name,
            zh=words["zh"],
            en=words["en"],
            grain=tuple(words["grain"]),
            not_null=tuple(words.get("not_null", ())),
            columns=tuple(columns[column] for column in words["columns"]),
            names_units=words.get("names_units", False),
        )
        for name, words in said["models"].items()
    )


def contracts() -> str:
    """The YAML of dbt: enforced contracts, grain and not-null tests, descriptions in both languages."""
    return _NOTICE + yaml.safe_dump(
        {"version": 2, "models": [_contract(model) for model in models()]},
        allow_unicode=True,
        sort_keys=False,
        width=1000,
    )


def _contract(model: Model) -> dict[str, Any]:
    # Two tests a model, each one query: a test a column would cost the nightly build longer than its models.
    # A flag that is NULL is neither, and whoever filters by it or by its opposite loses the row.
    flags = [column.name for column in model.columns if column.is_flag]
    given = list(dict.fromkeys((*model.grain, *model.not_null, *flags)))
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


def main() -> int:
    made: dict[Path, str] = {CONTRACTS: contracts(), ENTRIES: entries()}
    if "--check" in sys.argv[1:]:
        stale = [
            path
            for path, text in made.items()
            if not path.exists() or path.read_text(encoding="utf-8") != text
        ]
        for path in stale:
            print(f"与 dictionary.yml 不一致 not what dictionary.yml says: {path.name}")
        return 1 if stale else 0
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
