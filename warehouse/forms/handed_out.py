"""The next form of a department, pre-filled: drawn once with its labels, read as its reader will, drawn again with
what is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.finding.refusal import Refusal
from ingest.form.form import BY_YEAR, EXTRACTED, Form, version_for
from ingest.office.facts import Office
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from warehouse.forms.asked import asked_table, period_of
from warehouse.forms.changes import Change, changes_in_year
from warehouse.forms.drawing import drawn
from warehouse.forms.held import Earlier, Held
from warehouse.forms.outline import Look, Outline, Spot, outline_of
from warehouse.forms.prefilled import prefill

_HOW_TO = (
    "怎样填\n白色格请填，灰色格是以前公布的数和上期的名单，已锁定。\n新的行填在名单下面的空行里，不够就插入行。"
    "没用到的空行留着也行。\n灰色格确有变动：审阅 → 撤销工作表保护（没有密码），改后报送时请说明。"
)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A form as it goes to its department. `known`, `open`: how many cells are filled in, and how many are to be."""

    form: Form
    period: str
    file_name: str
    data: bytes
    known: int
    open: int
    listed: int
    not_filled: tuple[str, ...]
    changes: tuple[Change, ...]


def hand_out(
    forms: tuple[Form, ...], form_id: str, until: str, department_id: str, office: Office, held: Held
) -> HandedOut:
    """The form of a month ('2024-01'). A form about a year is that of the month's year: with its months side by side
    those before `until` are filled in, its own earlier return included.

    Refusal for one that is not due from the department in that month, or that there was none of yet.
    """
    form = _due(forms, form_id, until, department_id, office)
    period = period_of(form, until)
    earlier = _earlier(form, period, held)
    outline = outline_of(form, office, period, earlier)
    name = f"{outline.file_stem}.xlsx"
    sheet = read_workbook(drawn(_with_figures(outline)), Limits()).sheets[0]
    asked = asked_table(form, sheet, name, office, period)
    prefill(outline, asked, until, office, held, earlier, department_id)
    outline.spots[1, 1] = replace(outline.spots[1, 1], note=_HOW_TO)
    changes = changes_in_year(forms, form_id, period)
    return HandedOut(
        form=form,
        period=period,
        file_name=name,
        data=drawn(outline, changes),
        known=_count(outline, Look.KNOWN),
        open=_count(outline, Look.OPEN),
        listed=sum(line.carried is not None for line in outline.lines),
        not_filled=tuple(
            dict.fromkeys(
                spot.note for spot in outline.spots.values() if spot.look is Look.OPEN and spot.note
            )
        ),
        changes=changes,
    )


def _with_figures(outline: Outline) -> Outline:
    """The outline as it is read: where the extractor has to find the table, with a figure in every blank cell of its body,
    because a table is known by its figures."""
    if outline.form.layout != EXTRACTED:
        return outline
    blank = {
        (line.number, head.number): Spot(Decimal(1), Look.OPEN)
        for line in outline.lines
        for head in outline.heads
        if (line.number, head.number) not in outline.spots
    }
    return replace(outline, spots={**outline.spots, **blank})


def _count(outline: Outline, look: Look) -> int:
    return sum(spot.look is look for spot in outline.spots.values())


def _due(forms: tuple[Form, ...], form_id: str, period: str, department_id: str, office: Office) -> Form:
    """The version of the form that holds in the month."""
    form = version_for(forms, form_id, period)
    due = office.calendar[form_id]
    first = max(min(each.valid_from for each in forms if each.form_id == form_id), due.valid_from)
    if form is None or period < first:
        raise Refusal("FORM_NOT_YET", where=form_id, found=period, expected=first)
    if due.department_id != department_id:
        raise Refusal(
            "FORM_OF_OTHERS",
            where=form_id,
            found=office.departments.get(department_id, department_id),
            expected=office.departments[due.department_id],
        )
    is_over = bool(due.valid_to) and due.valid_to < period
    if is_over or (form.period != BY_YEAR and due.freq != "A" and int(period[5:7]) not in due.months):
        months = " ".join(map(str, due.months))
        expected = f"{months} (… {due.valid_to})" if is_over else months
        raise Refusal("FORM_NOT_DUE", where=form_id, found=period, expected=expected)
    return form


def _earlier(form: Form, period: str, held: Held) -> Earlier:
    """What the returns before say that this one has again. A register begins anew with its year; that of a form about a
    year goes on with what the year before planned for it."""
    register = next((row.register for row in form.rows if row.register), "")
    of_years = form.period == BY_YEAR
    plans_ahead = any(row.ahead for row in form.rows)
    first = f"{int(period[:4]) - of_years:04d}-01"
    rows = held.register(register, first, period) if register and (plans_ahead or not of_years) else None
    earlier = Earlier(units=held.units(form.form_id), areas=held.areas(form.form_id))
    return replace(earlier, register=rows) if rows else earlier
