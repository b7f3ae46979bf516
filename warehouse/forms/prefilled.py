"""What is put into a form before a department gets it, and what never is.

Only what the department has said before and nobody will change: the figure of an earlier period as it was published,
the projects of its register, the units of its rows. No target, no figure of the new period, no growth, no rank, and
nothing worked out from any of them: what stands in a cell suggests what should.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ingest.form.form import Column, Form
from ingest.office.catalogue import Unit
from ingest.office.facts import Office
from ingest.period.month import in_words
from ingest.quantity.number import plain
from ingest.reading.register import NO, YES
from ingest.workbook.cells.address import a1
from warehouse.answers.formula import SAMPLE
from warehouse.forms.asked import Asked, AskedTable
from warehouse.forms.held import EVER, HELD, Earlier, FieldValue, Figure, Held, own_level, wanted_levels
from warehouse.forms.outline import SERIAL, Head, Line, Look, Outline, Spot

_COMPARABLE = "COMPARABLE"
_NOT_FILLED = "没有预填："


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
    known = [one for one in asked.cells.values() if one.series and one.is_before(until)]
    # What this very return has said before is no base of its own; of a year's months side by side it is what is known.
    before = outline.period if until == outline.period else EVER
    figures = held.stated(wanted_levels(one.series for one in known if one.series), before=before)
    unit = _unit_of_line(outline.form, office)
    for line in outline.lines:
        for head in outline.heads:
            place = (line.number, head.number)
            if line.spec.register:
                outline.spots[place] = _register_spot(outline, line, head, office, unit)
            elif place not in outline.spots and head.spec is not None:
                one = asked.cells.get(a1(*place))
                if a1(*place) in asked.without_unit:
                    outline.spots[place] = Spot(None, Look.OPEN)
                    continue
                outline.spots[place] = _value_spot(
                    line, head.spec, one, until, _base(one, figures), held, office, department_id
                )
    _note_the_list(outline, earlier)


def _register_spot(outline: Outline, line: Line, head: Head, office: Office, unit: Unit | None) -> Spot:
    """A cell of a row of a register: as in the last return where it never changes, else open."""
    column = head.spec
    choices = _choices(column)
    if column is None or not column.field:
        serial = _serial(outline, line) if line.carried else None
        is_number = column is not None or head.path[-1] == SERIAL
        return Spot(serial, Look.KNOWN) if serial and is_number else Spot(None, Look.OPEN)
    value = line.carried.fields.get(column.field) if line.carried else None
    if line.spec.named and column.stub and value is None:
        return Spot(None, Look.OPEN)
    if value is None or not stands(outline.form, column):
        return Spot(None, Look.OPEN, choices=choices)
    known = _carried(column, value, (office.unit(column.unit) if column.unit else unit))
    return Spot(known, Look.KNOWN) if known else Spot(None, Look.OPEN, choices=choices)


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


def _carried(column: Column, value: FieldValue, unit: Unit | None) -> str | Decimal | None:
    """What a cell of the last return said, to be typed again."""
    match column.type:
        case "amount":
            return in_unit(value.number, unit) if value.number is not None else None
        case "count":
            return value.number
        case "date":
            return value.day.isoformat() if value.day else None
        case _:
            return value.text or None


def in_unit(value: Decimal, unit: Unit | None) -> Decimal:
    """A figure of the canonical unit in another one, exact and without the zeros that a column of a mart adds."""
    return Decimal(plain(value.scaleb(-unit.unit_mult) if unit else value))


def _unit_of_line(form: Form, office: Office) -> Unit | None:
    return office.unit(form.unit_line[0]) if form.unit_line else None


def _choices(column: Column | None) -> tuple[str, ...]:
    """What may be chosen in a column: words of its own, or yes and no."""
    if column is None:
        return ()
    return (YES, NO) if column.type == "yes_no" else column.choices


def _base(asked: Asked | None, figures: dict[tuple[str, str], Figure]) -> Figure | None:
    """The published figure that a cell of an earlier period asks for."""
    if asked is None or asked.series is None:
        return None
    return figures.get((own_level(asked.series).series_id, asked.time_period))


def _value_spot(
    line: Line,
    column: Column,
    asked: Asked | None,
    until: str,
    base: Figure | None,
    held: Held,
    office: Office,
    department_id: str,
) -> Spot:
    """A cell of a row with a label."""
    if column.comment:
        return Spot(None, Look.OPEN)
    if asked is None:
        # A row without a label is not found again before something stands in it.
        repeats = line.spec.repeats and column.path in line.spec.only
        return Spot(None, Look.OPEN if repeats else Look.CLOSED)
    if asked.constant is not None:
        return Spot(asked.constant, Look.KNOWN)
    if asked.series is None or not asked.is_before(until) or not _is_level(asked):
        return Spot(None, Look.OPEN)
    when = in_words(asked.time_period)
    if asked.series.scope_basis == _COMPARABLE:
        return Spot(None, Look.OPEN, f"{_NOT_FILLED}可比口径的{when}数由你部门填，可与当时公布的数不同。")
    why = _why_not(when, base, held, office, department_id)
    if why or base is None or base.value is None:
        return Spot(None, Look.OPEN, f"{_NOT_FILLED}{why}")
    sample = SAMPLE if base.is_synthetic else ""
    note = f"{when}公布数{sample}\n{base.file}\n{base.sheet}!{base.cell}\n快照 {held.snapshot_id}"
    return Spot(in_unit(base.value, asked.unit), Look.KNOWN, note)


def _is_level(asked: Asked) -> bool:
    """Whether a cell asks for a figure that happened: no target, growth, completion, share or rank."""
    series = asked.series
    return series is not None and (series.status_class, series.measure, series.time_transform) == (
        "actual",
        "VALUE",
        "N",
    )


def _why_not(when: str, base: Figure | None, held: Held, office: Office, department_id: str) -> str:
    """Why the figure of an earlier period is not filled in; '' where it is. `when`: the period in words."""
    if not held.snapshot_id:
        return "还没有发布过任何数。"
    if base is None:
        return f"没有公布过{when}的这个数。"
    if base.department_id != department_id:
        other = office.departments.get(base.department_id, base.department_id)
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
