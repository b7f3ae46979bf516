"""The files of a catalogue, read into their models, and written as dbt reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.declared.declared import Row, adapter, fields_of
from ingest.declared.problem import (
    OfficeError,
    Place,
    against,
    at_line,
    office_error,
    problems_in,
    problems_of,
)
from ingest.office.catalogue import Catalogue, Department, row_models
from ingest.office.table import Table, check_columns, filled, read_table, write_table

FOLDER = "catalogue"
# A cell of a catalogue: the name of its file, its row, the first of which is 0, and its column.
Spot = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class CatalogueFiles:
    """A catalogue and where its rows stand: the lines of each file, by its name without its ending."""

    folder: Path
    catalogue: Catalogue
    lines: Mapping[str, Sequence[int]]

    def problem(self, name: str, row: int, column: str, what: str) -> str:
        """Something wrong with a column of a row, the first of which is 0."""
        return at_line(path_of(self.folder, name), self.lines[name][row], f"{column} {what}")

    def against(self, here: Spot, there: Spot, what: str) -> str:
        """Two cells that cannot both be right, and how they differ."""
        name, row, column = there
        return against(self.problem(*here, what), self.problem(name, row, column, "").rstrip())


def path_of(folder: Path, name: str) -> Path:
    """The file of a catalogue with this name in an office's folder."""
    return folder / FOLDER / f"{name}.csv"


def read_catalogue(folder: Path) -> CatalogueFiles:
    """The catalogue of an office's folder, each file by itself. OfficeError with everything that is wrong in any."""
    tables: dict[str, Table] = {}
    problems: list[str] = []
    optional = {name for name, field in fields_of(Catalogue).items() if not field.is_required()}
    for name, model in row_models().items():
        path = path_of(folder, name)
        if name in optional and not path.exists():
            continue
        try:
            tables[name] = _table(path, model)
        except OfficeError as error:
            problems.extend(problems_in(error))
    rows = {name: filled(tables[name]) if name in tables else [] for name in row_models()}
    try:
        catalogue = adapter(Catalogue).validate_python(rows)
    except ValidationError as error:
        raise office_error(*problems, *problems_of(error, Catalogue, _place(tables))) from error
    files = CatalogueFiles(folder, catalogue, {name: table.lines for name, table in tables.items()})
    problems.extend(_repeated(files))
    if problems:
        raise office_error(*problems)
    return files


def read_departments(folder: Path) -> tuple[Department, ...]:
    """The departments alone, for what needs no more of an office. OfficeError with everything that is wrong in them."""
    table = _table(path_of(folder, "department"), Department)
    document: dict[str, list[dict[str, str]]] = {name: [] for name in row_models()} | {
        "department": filled(table)
    }
    try:
        return adapter(Catalogue).validate_python(document).department
    except ValidationError as error:
        raise office_error(*problems_of(error, Catalogue, _place({"department": table}))) from error


def write_catalogue(files: CatalogueFiles, folder: Path) -> None:
    """The catalogue as dbt reads it, into a folder of its own: every file and column of it, in UTF-8."""
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for name, model in row_models().items():
        write_table(target / f"{name}.csv", list(fields_of(model)), rows_of(files.catalogue, name))


def rows_of(catalogue: Catalogue, name: str) -> tuple[Row, ...]:
    """The rows of the file of a name."""
    rows: tuple[Row, ...] = getattr(catalogue, "breaks" if name == "break" else name)
    return rows


def _table(path: Path, model: type[Row]) -> Table:
    table = read_table(path)
    fields = fields_of(model)
    check_columns(table, [name for name, field in fields.items() if field.is_required()], fields)
    return table


def _place(tables: Mapping[str, Table]) -> Any:
    def place(loc: Place) -> str:
        name, row, *column = loc
        table = tables[str(name)]
        return at_line(table.path, table.lines[int(row)], ".".join(map(str, column)))

    return place


def _repeated(files: CatalogueFiles) -> Iterator[str]:
    """Rows of a file that have the same key as one above them: of the two one would be lost."""
    for name, model in row_models().items():
        seen: dict[tuple[object, ...], int] = {}
        for at, row in enumerate(rows_of(files.catalogue, name)):
            key = tuple(getattr(row, column) for column in model.KEY)
            first = seen.setdefault(key, at)
            if first != at:
                line = files.lines[name][first]
                value = key[0] if len(key) == 1 else key
                yield files.problem(
                    name,
                    at,
                    ", ".join(model.KEY),
                    f"{value!r}: 与第 {line} 行重复 stands there twice, in line {line}",
                )
