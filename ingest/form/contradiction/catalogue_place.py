"""Where a row of a catalogue stands, asked once something in a form contradicts it."""

from __future__ import annotations

from ingest.office.catalogue_files import read_catalogue, rows_of
from ingest.office.facts import Office


def catalogue_place(office: Office, name: str, column: str, **marks: object) -> str:
    """File, line and column of the first row of a file with these values."""
    files = read_catalogue(office.folder)
    at = next(
        at
        for at, row in enumerate(rows_of(files.catalogue, name))
        if all(getattr(row, mark) == value for mark, value in marks.items())
    )
    return files.problem(name, at, column, "").rstrip()
