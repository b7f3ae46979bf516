"""A form as it is drawn for one period: its title, its header, its rows, and room for what a department adds."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum, auto

from ingest.form.drawn import AREA, DAY
from ingest.form.form import BY_YEAR, EXTRACTED, Column, Form, Row
from ingest.label import label_key, shown_label
from ingest.office.catalogue import Area
from ingest.office.facts import Office
from ingest.office.relation.in_force import holds
from warehouse.forms.held import Earlier, RegisterRow
from warehouse.forms.row_unit import unit_word

# Rows of a register that are left blank for what is new. A longer list is typed into rows that are put in between.
_SPARE = 10
_WIDTH = 14.0
_LABELS, _UNITS = "指标", "计量单位"
SERIAL = "序号"
_LONGEST_NAME = 31

Place = tuple[int, int]


class Look(StrEnum):
    """What a cell is for whoever fills in the form."""

    TITLE = auto()
    LINE = auto()  # the period, above the table
    UNIT = auto()
    HEAD = auto()
    LABEL = auto()
    KNOWN = auto()  # filled in from what is held
    OPEN = auto()  # to be filled in
    CLOSED = auto()  # the form has no value here
    REMARK = auto()
    SIGNED = auto()


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the sheet. `choices`: what may be chosen in it; `note`: what is pinned to it; `invented`: whether it is
    shown as 示例."""

    value: str | Decimal | None
    look: Look
    note: str = ""
    choices: tuple[str, ...] = ()
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the sheet. `spec` is None for one that is not read."""

    number: int
    path: tuple[str, ...]
    spec: Column | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `carried`: the row of the last return that it lists; a register row without one is blank."""

    number: int
    spec: Row
    label: str
    carried: RegisterRow | None = None


@dataclass(slots=True)
class Outline:
    """A sheet before anything is filled in. Rows and columns count from 1; a merge is top, left, bottom, right."""

    form: Form
    name: str
    file_stem: str
    period: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    first_row: int  # of the table's body
    spots: dict[Place, Spot] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: tuple[float, ...] = ()

    @property
    def stub(self) -> int:
        """The column of labels."""
        return next((head.number for head in self.heads if head.spec and head.spec.stub), 1)

    def put(self, row: int, column: int, value: str | Decimal | None, look: Look) -> None:
        self.spots[row, column] = Spot(value, look)


def outline_of(form: Form, office: Office, period: str, earlier: Earlier) -> Outline:
    """The form of a period with its labels, and no figure in it."""
    words = _Words(form, office, period)
    heads = tuple(Head(number, path, form.column(path)) for number, path in enumerate(_paths(form), start=1))
    deep = form.header_rows or max(len(head.path) for head in heads)
    drawn = form.drawn
    period_line = words.filled(drawn.period if drawn.title else _period_line(form))
    above = 2 if period_line or form.unit_line else 1
    first_row = above + deep + 1
    lines = tuple(_lines(form, office, period, earlier, first_row))
    outline = Outline(
        form=form,
        name=(words.filled(drawn.sheet) or form.title_zh)[:_LONGEST_NAME],
        file_stem=words.filled(drawn.file or f"{form.title_zh}{_period_line(form)}"),
        period=period,
        heads=heads,
        lines=lines,
        first_row=first_row,
        widths=drawn.widths or tuple(_WIDTH * (2 if head.number == 1 else 1) for head in heads),
    )
    _put_above(outline, words, period_line, deep)
    for line in lines:
        _put_labels(outline, line, office, earlier)
    _put_below(outline, words)
    return outline


@dataclass(frozen=True, slots=True)
class _Words:
    """The texts of a drawing with what stands open in them."""

    form: Form
    office: Office
    period: str

    def filled(self, text: str) -> str:
        year, month = int(self.period[:4]), int(self.period[5:7])
        days = monthrange(year, month)[1]
        area = self.office.areas[self.office.ref_area].area_zh
        return self.label(text.replace(DAY, str(days)).replace(AREA, area))

    def label(self, text: str) -> str:
        return shown_label(text, int(self.period[5:7]), int(self.period[:4]))


def _period_line(form: Form) -> str:
    return "{year}年" if form.period == BY_YEAR else "{year}年{month}月"


def _paths(form: Form) -> tuple[tuple[str, ...], ...]:
    """The headers from left to right, those included that the reader passes over."""
    if form.drawn.columns:
        return form.drawn.columns
    paths = tuple(column.path for column in form.columns)
    if form.layout == EXTRACTED:
        has_stub = any(column.stub for column in form.columns)
        return paths if has_stub else ((_LABELS,), (_UNITS,), *paths)
    if any(label_key(path[0]) == form.anchor for path in paths):
        return paths
    return ((form.anchor,), *paths)


def _lines(form: Form, office: Office, period: str, earlier: Earlier, first: int) -> Iterator[Line]:
    number = first
    for spec, label, carried in _kinds(form, office, period, earlier):
        yield Line(number, spec, label, carried)
        number += 1


def _kinds(
    form: Form, office: Office, period: str, earlier: Earlier
) -> Iterator[tuple[Row, str, RegisterRow | None]]:
    """The rows of the table in their order. One with a year in its label stands there for each year that it is about."""
    year = int(period[:4])
    last = year + any(row.ahead for row in form.rows)
    for of_year in range(year, last + 1):
        for row in form.rows:
            if row.register:
                yield from ((row, "", one) for one in _of_year(form, earlier, of_year))
                yield from ((row, "", None) for _ in range(_SPARE))
            elif of_year > year and not row.ahead:
                continue
            elif row.areas:
                yield from ((row, area.area_zh, None) for area in _areas(office, row.areas, period, earlier))
            elif row.periods:
                yield from ((row, f"{year}年{month}月", None) for month in range(1, int(period[5:7]) + 1))
            else:
                yield row, shown_label(row.label[-1] if row.label else "", int(period[5:7]), of_year), None


def _of_year(form: Form, earlier: Earlier, year: int) -> Iterator[RegisterRow]:
    """The listed rows that are about a year; where the form has no year of its own, all of them stand under the first."""
    field_name = next((check["year"] for check in form.checks if check["check"] == "not_planned"), "")
    for row in earlier.register.rows:
        of_row = row.fields[field_name].text[:4] if field_name and field_name in row.fields else str(year)
        if of_row == str(year):
            yield row


def _areas(office: Office, level: str, period: str, earlier: Earlier) -> list[Area]:
    """The areas of a level in a month: those of the last return in its order, else all that are invented as the office
    is, or are not."""
    of_level = {
        area.ref_area: area
        for area in office.areas.values()
        if area.area_level == level and holds(area, period)
    }
    if listed := [of_level[ref_area] for ref_area in earlier.areas if ref_area in of_level]:
        return listed
    is_sample = office.areas[office.ref_area].is_sample
    return [area for _, area in sorted(of_level.items()) if area.is_sample == is_sample]


def _put_above(outline: Outline, words: _Words, period_line: str, deep: int) -> None:
    form, last = outline.form, len(outline.heads)
    title = words.filled(form.drawn.title or f"{AREA}{form.title_zh}")
    outline.put(1, 1, title, Look.TITLE)
    outline.merges.append((1, 1, 1, last))
    if period_line:
        outline.put(2, 1, period_line, Look.LINE)
    if form.unit_line:
        outline.put(2, last, f"单位:{form.unit_line[0]}", Look.UNIT)
    top = outline.first_row - deep
    for head in outline.heads:
        for level in range(deep):
            label = head.path[level] if level < len(head.path) else None
            outline.put(top + level, head.number, words.label(label) if label else None, Look.HEAD)
    _merge_heads(outline, top, deep)


def _merge_heads(outline: Outline, top: int, deep: int) -> None:
    """A label over several columns is merged over them, and one without any below it down to the body."""
    done: set[Place] = set()
    for head in outline.heads:
        for level in range(len(head.path)):
            at = (top + level, head.number)
            if at in done:
                continue
            above = head.path[: level + 1]
            is_last = level == len(head.path) - 1
            right = head.number
            while (
                not is_last and right < len(outline.heads) and outline.heads[right].path[: level + 1] == above
            ):
                right += 1
            bottom = top + deep - 1 if is_last else at[0]
            done |= {(at[0], column) for column in range(head.number, right + 1)}
            for column in range(head.number + 1, right + 1):
                outline.put(at[0], column, None, Look.HEAD)
            if (bottom, right) != at:
                outline.merges.append((*at, bottom, right))


def _put_labels(outline: Outline, line: Line, office: Office, earlier: Earlier) -> None:
    """What a row says besides its figures: its label, its number, the unit of its own."""
    if line.spec.register:
        return
    outline.put(line.number, outline.stub, line.label, Look.LABEL)
    for head in outline.heads:
        at = (line.number, head.number)
        if head.spec is None and head.number != outline.stub:
            # Rows of a register are numbered, and a sum below them has no number.
            is_serial = label_key(head.path[-1]) == SERIAL and not any(
                row.register for row in outline.form.rows
            )
            number = Decimal(line.number - outline.first_row + 1) if is_serial else None
            is_open = not is_serial and label_key(head.path[-1]) != SERIAL
            outline.spots[at] = Spot(number, Look.OPEN if is_open else Look.LABEL)
        if (head.spec and head.spec.row_unit) or (
            outline.form.layout == EXTRACTED and head.spec is None and head.path == (_UNITS,)
        ):
            allowed = head.spec.row_unit if head.spec else ()
            handed_in = earlier.units.get(line.label, ())
            last = next((each for each in handed_in if not allowed or each in allowed), "")
            word = unit_word(outline.form, line.spec, office, allowed, last)
            # What nobody has stated yet is proposed, and may be changed.
            look = Look.KNOWN if word and word == last else Look.OPEN
            outline.spots[at] = Spot(word or None, look, choices=allowed)


def _put_below(outline: Outline, words: _Words) -> None:
    row = outline.first_row + len(outline.lines)
    last = len(outline.heads)
    for text in outline.form.drawn.below:
        outline.put(row, 1, words.filled(text), Look.REMARK)
        outline.merges.append((row, 1, row, last))
        row += 1
    signed = outline.form.drawn.signed
    for index, text in enumerate(signed):
        outline.put(row, 1 + index * last // len(signed), words.filled(text), Look.SIGNED)
