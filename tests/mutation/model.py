"""The model of a sheet of statistical tables: what it says, and how its writer has set it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Label = str | int | date  # as stored: a year may be a number, a period a date


class Headers(StrEnum):
    """How the cells of a header group its columns."""

    MERGED = "merged"
    FIRST = "first"  # the label in the first cell of its group, the others blank
    REPEATED = "repeated"  # the label in each cell of its group


class Depths(StrEnum):
    """How the stub says what hangs under what."""

    INDENT = "indent"  # the cells' own indent
    BLANKS = "blanks"  # ideographic blanks before the label
    NUMBERS = "numbers"  # 一、 over （一） over 1.


class Sections(StrEnum):
    """How a row without values shows that it heads the rows below."""

    BOLD = "bold"
    MERGED = "merged"
    COLON = "colon"
    SET_IN = "set_in"  # by nothing but the indent of the rows below


class UnitsAt(StrEnum):
    """Where a table says the units of its columns."""

    NOTE = "note"  # in the line above the table, or in its title
    LABEL = "label"  # in the brackets of a column's label
    BELOW = "below"  # in brackets in a cell of their own below the label
    ROW = "row"  # in a named row of the header
    COLUMN = "column"  # in a column of units, row by row
    STUB = "stub"  # in the brackets of the rows' labels
    NOWHERE = "nowhere"


class NoteAt(StrEnum):
    TITLE = "title"  # in brackets behind the title
    LEFT = "left"  # in the first cell of the line below the title
    RIGHT = "right"  # … in the last
    ACROSS = "across"  # … merged over the table


@dataclass(frozen=True, slots=True)
class Value:
    """What a body cell holds: `stored` as it is written, `read` as it is to be read (None: nothing).

    `kind` is a kind of ingest.workbook.Kind. `down`, `across`: the rows and columns that its merge covers.
    """

    kind: str
    stored: float | str | bool | None = None
    read: Decimal | str | None = None
    number_format: str = "General"
    formula: str = ""
    down: int = 1
    across: int = 1


BLANK = Value("blank")


@dataclass(frozen=True, slots=True)
class Column:
    """A data column. `path`: its labels, outer to inner; none for a blank column. `unit`: as the header
    states it, None where it does not. `quantity`: what it measures, as vocabulary.Measure says.
    """

    path: tuple[Label, ...]
    quantity: str
    unit: str | None = None
    hidden: bool = False

    @property
    def spacer(self) -> bool:
        return not self.path


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the body. `depth`: how many labels of the same column hang over it. No values: a section,
    or, without a label, a blank row. `outer`: the label of the column before the stub. `of_which`: 其中,
    written before the label or, with `beside`, meant by setting the label in as far.
    """

    label: Label
    depth: int
    values: tuple[Value, ...]
    outer: str = ""
    unit: str | None = None
    code: str = ""
    percent: bool = False
    of_which: str = ""
    beside: bool = False
    hidden: bool = False

    @property
    def spacer(self) -> bool:
        return self.label == ""

    @property
    def section(self) -> bool:
        return not self.values and not self.spacer


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `total`: its first row is the total of all others, which are not set in below it."""

    title: str
    title_merged: bool
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    headers: Headers
    depths: Depths
    sections: Sections
    units_at: UnitsAt
    note: str | None = None  # the unit or units that the note states
    note_line: str = "单位：{unit}"
    note_at: NoteAt = NoteAt.RIGHT
    brackets: tuple[str, str] = ("（", "）")
    unit_header: str = "计量单位"
    code_header: str = ""  # none: no column of codes
    outer_header: str | None = None  # None: no column of labels before the stub
    outer_merged: bool = True
    ordinals: str = ""  # none, "words" (甲 乙 1 2), "brackets" ((1) (2)), "letters"
    gaps: tuple[int, ...] = ()  # blank rows behind the title, the note
    footnotes: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()  # lines above the title, at the right
    signatures: tuple[str, ...] = ()  # cells of one line below the table
    total: bool = False


@dataclass(frozen=True, slots=True)
class SheetModel:
    """A sheet. `beside`: its tables stand side by side, else below each other, `gap` blank lines apart."""

    name: str
    tables: tuple[Table, ...]
    beside: bool = False
    gap: int = 1
    top: int = 1
    left: int = 1
    hidden: bool = False


def number(amount: Decimal, number_format: str = "General") -> Value:
    """A number cell. xlsxwriter keeps 16 digits of an amount, and Excel shows 15 of these: no more can be read."""
    stored = float(format(float(amount), ".16g"))
    return Value("number", stored, Decimal(format(stored, ".15g")), number_format)


def text(written: str, read: Decimal | str | None = None) -> Value:
    return Value("text", written, written if read is None else read)
