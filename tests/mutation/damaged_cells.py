"""Damage to the XML of worksheets and shared texts: what cells say of their place, type, value and style."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.mutation.damaged import Damage, Damaged, parts_of, zipped

_CELL = re.compile(r"<c [^>]*?(?:/>|>.*?</c>)")
_ROW = re.compile(r"<row .*?</row>")
NUMBERS = (
    "1e400", "-1e400", "1e308", "1E-320", "NaN", "INF", "-INF", "nan", "-", "", " 12 ", "\n7\n", "1,5", "0x10", "1_000",
    "１２", "1e5", "+5", ".5", "5.", "00012", "1e99999", "12 34", "--1", "1.2.3", "9" * 400, "0." + "3" * 60, "1e+2", "-0",
    "12abc", "&#49;2", "1&#x32;", "<!-- 1 -->3", "4<?x y?>4", "&amp;5", "٣", "true", "63.549999999999997",
)  # fmt: skip
_TYPES = ("s", "n", "str", "b", "e", "inlineStr", "d", "zz", "", "S", "N")
_REFERENCES = (
    "A1", "a1", "$A$1", "A0", "A01", "XFE1", "XFD1048576", "A1048577", "ZZZZ9", "R1C1", "1A", "", " A1", "A1:B2", "A99999999",
    "B3", "Ａ1", "A-1",
)  # fmt: skip
_STYLES = ("0", "1", "2", "99999", "x", "", "4294967296", " 1", "01")
_INDEXES = ("0", "1", "99999", "-1", "", "x", "1.0", " 2 ", "1e1", "4294967296", "+1", "01", "１")
_WHOLE_SHEET = "A1:XFD1048576"
# Not among them: B2:A1, a range to us and to nobody else (tests/ingest/workbook/cells/test_address.py).
_RANGES = (
    "", "A1", "A1:", ":A1", "A1:B", "ZZZZ1:A1", _WHOLE_SHEET, "A0:B2", "A:B", "1:2", "A1:B2:C3", "Sheet1!A1:B2",
    "A1 B2", "$A$1:$B$2",
)  # fmt: skip

_Edit = Callable[[Random, str], tuple[str, str] | None]


def of_part(pattern: str, edit: _Edit, harmless: bool = False) -> Damage:
    """An edit of the text of one part whose name fits; it tells what it did, or None."""

    def damage(chance: Random, data: bytes) -> Damaged | None:
        parts = parts_of(data)
        fitting = [name for name in parts if re.search(pattern, name)]
        if not fitting:
            return None
        name = chance.choice(fitting)
        edited = edit(chance, parts[name].decode())
        if edited is None:
            return None
        text, what = edited
        # A lone half of a character, which no encoding holds, is none of what is meant here.
        parts[name] = text.encode("utf-8", "replace")
        return Damaged(zipped(parts.items()), f"{name}: {what}", harmless)

    return damage


def one_of(chance: Random, pattern: str | re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return chance.choice(found) if found else None


def replaced(text: str, match: re.Match[str], new: str, group: int = 0) -> tuple[str, str]:
    start, end = match.span(group)
    what = f"{match[group][:60]!r} → {new[:60]!r} at {start}"
    return text[:start] + new + text[end:], what


def value_of(pattern: str, values: tuple[str, ...]) -> _Edit:
    """Another value for the first group of a pattern, where it is found."""

    def edit(chance: Random, text: str) -> tuple[str, str] | None:
        match = one_of(chance, pattern, text)
        return replaced(text, match, chance.choice(values), 1) if match else None

    return edit


def _type_added(chance: Random, text: str) -> tuple[str, str] | None:
    """A type for a cell that has none, or none for one that has."""
    match = one_of(chance, r'<c r="[A-Z]+\d+"( s="\d+")?( t="\w+")?', text)
    if not match:
        return None
    kind = chance.choice(_TYPES)
    added = match[0].removesuffix(match[2]) if match[2] else f'{match[0]} t="{kind}"'
    return replaced(text, match, added)


def _cell_again(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, _CELL, text)
    return replaced(text, match, match[0] * 2) if match else None


def _cell_lost(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, _CELL, text)
    return replaced(text, match, "") if match else None


def _row_again(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, _ROW, text)
    return replaced(text, match, match[0] * 2) if match else None


def _rows_shuffled(chance: Random, text: str) -> tuple[str, str] | None:
    rows = _ROW.findall(text)
    if len(rows) < 2:
        return None
    start, end = text.index(rows[0]), text.rindex(rows[-1]) + len(rows[-1])
    chance.shuffle(rows)
    return text[:start] + "".join(rows) + text[end:], "rows in another order"


def _cells_shuffled(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, _ROW, text)
    cells = _CELL.findall(match[0]) if match else []
    if match is None or len(cells) < 2 or "".join(cells) not in match[0]:
        return None
    old = "".join(cells)
    chance.shuffle(cells)
    return replaced(text, match, match[0].replace(old, "".join(cells)))


def _places_lost(_: Random, text: str) -> tuple[str, str]:
    """Cells without their address: each stands behind the one before it."""
    return re.sub(r'(<c) r="[A-Z]+\d+"', r"\1", text), "no cell says its place"


def _merge_added(chance: Random, text: str) -> tuple[str, str] | None:
    # One over the whole sheet comes alone, because openpyxl cannot be asked for it.
    ranges = [chance.choice(_RANGES)]
    if ranges != [_WHOLE_SHEET]:
        ranges += chance.sample([each for each in _RANGES if each != _WHOLE_SHEET], chance.randint(0, 1))
    stated = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    if "</mergeCells>" in text:
        return text.replace("</mergeCells>", stated + "</mergeCells>"), f"merges {stated[:80]}"
    added = text.replace("</sheetData>", f"</sheetData><mergeCells>{stated}</mergeCells>")
    return added, f"merges {stated[:80]}"


_SHEETS, _TEXTS = r"xl/worksheets/sheet\d\.xml$", r"xl/sharedStrings\.xml$"

CELLS: dict[str, Damage] = {
    "number": of_part(_SHEETS, value_of(r"<v>([^<]*)</v>", NUMBERS)),
    "type of a cell": of_part(_SHEETS, value_of(r'<c [^>]*? t="([^"]*)"', _TYPES)),
    "type added or lost": of_part(_SHEETS, _type_added),
    "place of a cell": of_part(_SHEETS, value_of(r'<c r="([^"]*)"', _REFERENCES)),
    "place of a row": of_part(_SHEETS, value_of(r'<row r="([^"]*)"', ("0", "-1", "1", "3", "99999999", "", "x", "1048577"))),
    "style of a cell": of_part(_SHEETS, value_of(r'<c [^>]*? s="([^"]*)"', _STYLES)),
    "index of a text": of_part(_SHEETS, value_of(r't="s"><v>([^<]*)</v>', _INDEXES)),
    "cell twice": of_part(_SHEETS, _cell_again),
    "cell lost": of_part(_SHEETS, _cell_lost),
    "row twice": of_part(_SHEETS, _row_again),
    "rows in another order": of_part(_SHEETS, _rows_shuffled, harmless=True),
    "cells in another order": of_part(_SHEETS, _cells_shuffled, harmless=True),
    "cells without places": of_part(_SHEETS, _places_lost),
    "merge": of_part(_SHEETS, value_of(r'<mergeCell ref="([^"]*)"', _RANGES)),
    "merges added": of_part(_SHEETS, _merge_added),
    "dimension": of_part(_SHEETS, value_of(r'<dimension ref="([^"]*)"', _RANGES), harmless=True),
    "spans of a row": of_part(_SHEETS, value_of(r'<row [^>]*?spans="([^"]*)"', ("", "1:1", "x", "9:2")), harmless=True),
    "count of texts": of_part(_TEXTS, value_of(r'[cC]ount="([^"]*)"', ("0", "1", "99999", "-1", "x")), harmless=True),
}  # fmt: skip
