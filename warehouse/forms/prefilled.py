"""What is put into a form before a department gets it, and what never is.

Only what the department has said before and nobody will change: the figure of an earlier period as it was published,
the projects of its register, the units of its rows. No target, no figure of the new period, no growth, no rank, and
nothing worked out from any of them: what stands in a cell suggests what should.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.decimal_text import plain
from ingest.form.form import Column, Form
from ingest.observation import Series
from ingest.office.catalogue import Unit
from ingest.office.facts import Office
from ingest.period.month import in_words
from ingest.reading.context import TableUnit
from ingest.reading.register import NO, YES
from ingest.reading.units import unit_words_of
from ingest.workbook.cells.address import a1
from warehouse.forms.asked import Asked, AskedTable
from warehouse.forms.held import EVER, HELD, Earlier, FieldValue, Figure, Held, own_level, wanted_levels
from warehouse.forms.outline import SERIAL, Head, Line, Look, Outline, Spot
from warehouse.formula import SAMPLE

_COMPARABLE = "COMPARABLE"
_NOT_FILLED = "没有预填："


@dataclass(frozen=True, slots=True)
class _Known:
    """What a form is filled in with. `figures`: those of earlier periods, by series and period; `unit`: what the form's
    line of units says."""

    outline: Outline
    until: str
    office: Office
    held: Held
    department_id: str
    figures: Mapping[tuple[str, str], Figure]
    unit: TableUnit


def prefill(
    outline: Outline,
    asked: AskedTable,
    until: str,
    office: Office,
    held: Held,
    earlier: Earlier,
    department_id: str,
) -> None:
    """Fill in what is known of the months before `until` and open the cells that the department fills in."""
    wanted = [one.series for one in asked.cells.values() if one.series and one.is_before(until)]
    # What this very return has said before is no base of its own; of a year's months side by side it is what is known.
    before = outline.period if until == outline.period else EVER
    figures = held.stated(wanted_levels(wanted), before=before)
    unit = unit_words_of(outline.form.unit_line[0], office) if outline.form.unit_line else TableUnit()
    known = _Known(outline, until, office, held, department_id, figures, unit)
    for line in outline.lines:
        for head in outline.heads:
            place = (line.number, head.number)
            if line.spec.register:
                outline.spots[place] = _register_spot(known, line, head)
            elif place not in outline.spots and head.spec is not None:
                outline.spots[place] = _spot(known, line, head.spec, asked, a1(*place))
    _note_the_list(outline, earlier)


def _register_spot(known: _Known, line: Line, head: Head) -> Spot:
    """A cell of a row of a register: as in the last return where it never changes, else open."""
    column = head.spec
    if column is None or not column.field:
        is_number = column is not None or head.path[-1] == SERIAL
        if line.carried and is_number:
            return Spot(_serial(known.outline, line), Look.KNOWN)
        return Spot(None, Look.OPEN)
    value = line.carried.fields.get(column.field) if line.carried else None
    typed = None
    if value is not None and stands(known.outline.form, column):
        typed = _carried(known, column, value)
    if typed is None:
        return Spot(None, Look.OPEN, choices=(YES, NO) if column.type == "yes_no" else column.choices)
    return Spot(typed, Look.KNOWN, invented=value is not None and value.is_synthetic)


def _serial(outline: Outline, line: Line) -> Decimal:
    """Its number among the rows that are listed one after the other."""
    before = [other for other in outline.lines if other.number < line.number]
    number = 1
    for other in reversed(before):
        if not other.carried:
            break
        number += 1
    return Decimal(number)


def stands(form: Form, column: Column) -> bool:
    """Whether what a field says of a row is the same in every return: it tells rows apart, is said to stand, or is
    compared with the last return. Of an event that is told by its day (a payment, a visit) everything is."""
    is_event = any(each.key and each.type == "date" for each in form.columns)
    compared = any(
        check["check"] == "same_as_before" and check.get("field") == column.field for check in form.checks
    )
    return is_event or column.key or column.stub or column.standing or compared


def _carried(known: _Known, column: Column, value: FieldValue) -> str | Decimal | None:
    """What a cell of the last return said, to be typed again; None for nothing, and for an amount in no unit of the form."""
    match column.type:
        case "amount":
            unit = known.office.unit(column.unit) if column.unit else known.unit.one
            units = (unit,) if unit else known.unit.several
            of_value = next((each for each in units if each.unit_measure == value.unit_measure), None)
            return in_unit(value.number, of_value) if value.number is not None and of_value else None
        case "count":
            return value.number
        case "date":
            return value.day.isoformat() if value.day else None
        case _:
            return value.text or None


def in_unit(value: Decimal, unit: Unit | None) -> Decimal:
    """A figure of the canonical unit in another one, exact and without the zeros that a column of a mart adds."""
    return Decimal(plain(value.scaleb(-unit.unit_mult) if unit else value))


def _spot(known: _Known, line: Line, column: Column, asked: AskedTable, address: str) -> Spot:
    """A cell of a row with a label."""
    if column.comment or address in asked.without_unit:
        return Spot(None, Look.OPEN)
    one = asked.cells.get(address)
    if one is None:
        # A row without a label is not found again before something stands in it.
        repeats = line.spec.repeats and column.path in line.spec.only
        return Spot(None, Look.OPEN if repeats else Look.CLOSED)
    if one.constant is not None:
        return Spot(one.constant, Look.KNOWN)
    if one.series is None or not one.is_before(known.until) or not _is_level(one):
        return Spot(None, Look.OPEN)
    return _base(known, one, one.series)


def _base(known: _Known, asked: Asked, series: Series) -> Spot:
    """A cell that asks for the figure of an earlier period: as it was published, or open with the reason."""
    when = in_words(asked.time_period)
    if series.scope_basis == _COMPARABLE:
        return Spot(None, Look.OPEN, f"{_NOT_FILLED}可比口径的{when}数由你部门填，可与当时公布的数不同。")
    base = known.figures.get((own_level(series).series_id, asked.time_period))
    why = _why_not(known, when, base)
    if why or base is None or base.value is None:
        return Spot(None, Look.OPEN, f"{_NOT_FILLED}{why}")
    sample = SAMPLE if base.is_synthetic else ""
    note = f"{when}公布数{sample}\n{base.file}\n{base.sheet}!{base.cell}\n快照 {known.held.snapshot_id}"
    return Spot(in_unit(base.value, asked.unit), Look.KNOWN, note, invented=base.is_synthetic)


def _is_level(asked: Asked) -> bool:
    """Whether a cell asks for a figure that happened: no target, growth, completion, share or rank."""
    series = asked.series
    return series is not None and (series.status_class, series.measure, series.time_transform) == (
        "actual",
        "VALUE",
        "N",
    )


def _why_not(known: _Known, when: str, base: Figure | None) -> str:
    """Why the figure of an earlier period is not filled in; '' where it is. `when`: the period in words."""
    if not known.held.snapshot_id:
        return "还没有发布过任何数。"
    if base is None:
        return f"没有公布过{when}的这个数。"
    if base.department_id != known.department_id:
        other = known.office.departments.get(base.department_id, base.department_id)
        return f"{when}的数由{other}报送，不是你部门公布的。"
    if base.reason == HELD:
        return f"{when}的这个数还在待核。"
    if base.value is None:
        return f"{when}公布的是“{base.shown}”，不是一个确定的数。"
    return ""


def _note_the_list(outline: Outline, earlier: Earlier) -> None:
    """Say at the header where the listed rows come from."""
    listed = sum(line.carried is not None for line in outline.lines)
    if not listed:
        return
    sample = SAMPLE if earlier.register.is_synthetic else ""
    top = min(row for (row, _), spot in outline.spots.items() if spot.look is Look.HEAD)
    for column in _names(outline):
        spot = outline.spots[top, column]
        outline.spots[top, column] = replace(
            spot,
            note=f"下面 {listed} 行照抄 {in_words(earlier.register.period)}报表{sample}\n{earlier.register.file}",
        )
        return


def _names(outline: Outline) -> Iterator[int]:
    """The columns that tell a row of the register."""
    yield from (head.number for head in outline.heads if head.spec and head.spec.key)
    yield outline.stub
