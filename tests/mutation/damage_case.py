"""A workbook damaged: refused, or each value read as another reader reads it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ingest.tabulate.labelled import tabulate
from ingest.workbook.cells.cell import Sheet, Workbook
from ingest.workbook.ooxml.package import ZIP_MAGIC
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.mutation.changed import changed_sheet
from tests.mutation.damaged import Damage, Damaged
from tests.mutation.damaged_bytes import BYTES
from tests.mutation.damaged_cells import CELLS
from tests.mutation.damaged_markup import MARKUP
from tests.mutation.damaged_package import PACKAGES
from tests.mutation.drawn import drawn_sheet
from tests.mutation.laid_out import laid_out
from tests.mutation.outcome import Verdict
from tests.mutation.second_reader import calamine, differences, openpyxl_book, other_looks, values_of
from tests.mutation.written import xlsx

DAMAGES: dict[str, Damage] = {**BYTES, **PACKAGES, **CELLS, **MARKUP}
# Read by a compiled library, which may end the process: what reads hand-ins does so in processes of their own
# and refuses a file that ends one (ingest.guard.guarded).
BY_LIBRARY = "reading by a library"
CALAMINE, OPENPYXL = "calamine", "openpyxl"  # stages in which it is another reader that is at work
_MOST_CELLS = 4_000_000  # of a rectangle that another reader is asked to make
_NOBODY = "read otherwise than it was, and no other reader reads it"
_SHOWN = 4
_DRAWS = 500
# Kinds of cells that the sound workbook has, so that there is something of each to damage.
_WITH = ("error", "formula", "formula never calculated", "number as text", "row hidden", "value merged")


def sound_workbook(chance: Random) -> bytes:
    """Two sheets, one of them hidden at times."""
    sheets = []
    for name in ("表1", "Sheet2"):
        model, _ = changed_sheet(chance, drawn_sheet(chance), _WITH)
        laid = laid_out(model)
        laid.name, laid.hidden = name, name == "Sheet2" and chance.random() < 0.3
        sheets.append(laid)
    return xlsx(sheets)


def damaged_workbook(seed: int, kind: str) -> tuple[bytes, Damaged]:
    """The sound workbook of a seed, and the damaged one."""
    chance = Random(f"{kind} {seed}")  # noqa: S311 - a fixed sequence, no secret
    for _ in range(_DRAWS):
        sound = sound_workbook(chance)
        damaged = DAMAGES[kind](chance, sound)
        if damaged is not None and damaged.data != sound:
            return sound, damaged
    raise AssertionError(f"no workbook of seed {seed} can take the damage {kind!r}")


def judged(
    sound: bytes, damaged: Damaged, stage: Callable[[str], None], without: frozenset[str]
) -> tuple[Verdict, tuple[str, ...]]:
    """`stage` is told what is being done, so that who ended a process can be told. `without`: as in case."""
    stage("reading" if sound.startswith(ZIP_MAGIC) else BY_LIBRARY)
    try:
        workbook = read_workbook(damaged.data)
    except Unreadable as refused:
        if damaged.harmless:
            return Verdict.DIFFERS, (f"refused, and nothing is wrong with it: {refused}",)
        return Verdict.REFUSED, (refused.code,)
    labelled = list(tabulate(workbook))  # whatever was read is labelled without an exception
    before = read_workbook(sound)
    if said_of(workbook) == said_of(before):
        return Verdict.READ, ("as it was",)
    if damaged.harmless:
        return Verdict.DIFFERS, ("not as it was, and nothing is wrong with it",)
    found = _against_others(workbook, damaged.data, stage, without)
    if found == [_NOBODY] and labelled == list(tabulate(before)):
        return Verdict.READ, ("values, paths and units as they were",)
    return (Verdict.DIFFERS, tuple(found[:_SHOWN])) if found else (Verdict.READ, ("as another reader",))


def _against_others(
    workbook: Workbook, data: bytes, stage: Callable[[str], None], without: frozenset[str]
) -> list[str]:
    """What neither of the two other readers reads as it was read. A cell may be as one or as the other has it."""
    stage(CALAMINE)
    first = None if CALAMINE in without or _is_wide(workbook) else calamine(data)
    stage(OPENPYXL)
    book = None if OPENPYXL in without or _has_wide_merge(workbook) else openpyxl_book(data)
    stage("comparing")
    seen = [each for each in (first, book and values_of(book)) if each]
    if not seen:
        return [_NOBODY]
    by_reader = [list(differences(workbook, each)) for each in seen]
    everywhere = set.intersection(*({(sheet, place) for sheet, place, _ in found} for found in by_reader))
    found = [words for sheet, place, words in by_reader[0] if (sheet, place) in everywhere]
    return found + (list(other_looks(workbook, book)) if book else [])


def _is_wide(workbook: Workbook) -> bool:
    """calamine makes the whole rectangle between the cells of a sheet, and aborts where memory ends."""
    return any(sheet.max_row * sheet.max_column > _MOST_CELLS for sheet in workbook.sheets)


def _has_wide_merge(workbook: Workbook) -> bool:
    """openpyxl makes each cell of a merge, which takes it minutes for a whole sheet."""
    merges = (merge for sheet in workbook.sheets for merge in sheet.merges)
    areas = ((merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) for merge in merges)
    return any(area > _MOST_CELLS for area in areas)


def said_of(workbook: Workbook) -> list[tuple[object, ...]]:
    def said(sheet: Sheet) -> tuple[object, ...]:
        seen = sheet.name, sheet.visibility, sheet.merges, sheet.hidden_rows, sheet.hidden_columns
        return *seen, *(cell._replace(raw="") for cell in sheet.cells())

    return [said(sheet) for sheet in workbook.sheets]
