"""The departments' twelve layouts, drawn as a CSV each with its merges, made into workbooks.

They lie beside the project; without them there are none.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

from ingest.workbook.cells.address import Range, a1
from tests.ingest.tabulate.drawn_sheet import Drawn, bytes_of

_FOLDER = Path(__file__).resolve().parents[4] / "shared" / "layouts"
LAYOUTS = {path.stem: path for path in sorted(_FOLDER.glob("L*.csv"))}
SHEET = "表"


def drawn_layout(name: str) -> dict[str, str]:
    """The cells of a layout that hold something, by address: of a merge the first, as Excel leaves it."""
    with LAYOUTS[name].open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    merges = [Range.parse(stated) for stated in _merges(name)]
    hidden = {
        (row, column)
        for merge in merges
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
        if (row, column) != (merge.top, merge.left)
    }
    return {
        a1(row, column): cell
        for row, line in enumerate(rows, 1)
        for column, cell in enumerate(line, 1)
        if cell and (row, column) not in hidden
    }


def written_layout(name: str) -> bytes:
    """A workbook of a layout: numbers as numbers, all else as text with the blanks that it begins with."""
    return bytes_of(Drawn("", name=SHEET, cells=drawn_layout(name), merges=_merges(name)))


def _merges(name: str) -> list[str]:
    manifest = json.loads((_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    (stated,) = (each for each in manifest if each["layout"] == name)
    return stated["merges"]
