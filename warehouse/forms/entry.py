"""What is put into a cell of a template: a held figure with its trace, or nothing and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from ingest.decimal_text import plain
from ingest.finding.finding import Finding
from ingest.form.form import Form
from ingest.observation import Series
from ingest.office.facts import Office
from ingest.period.month import in_words
from warehouse.forms.asked import Asked, AskedTable
from warehouse.forms.held import HELD, Figure, Held, own_level, wanted_levels
from warehouse.forms.prefilled import in_unit
from warehouse.forms.worked_out import worked_out
from warehouse.formula import SAMPLE
from warehouse.store.connection import selected

SUPPRESSED = "SUPPRESSED"
_RANK = "RANK"
# Why a figure that was handed in and stands is no single number: what was typed says it, and may be typed again.
_AS_TYPED = frozenset(
    {
        "", "BOUNDS_ONLY", "MULTIPLE_UNRESOLVED", "NOT_APPLICABLE", "BELOW_UNIT", "NONE_STATED", "NOT_COLLECTED",
        "NOT_YET_AVAILABLE", "NOT_AVAILABLE", "NOT_KNOWN",
    }
)  # fmt: skip


class State(StrEnum):
    """What became of a cell."""

    FILLED = "filled"
    HELD = "held"
    WITHHELD = "withheld"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of a template. `value` is None for one that is left blank; a rank among others is a text, 2/9. `invented`:
    whether it is shown as 示例."""

    address: str
    label: str
    state: State
    value: Decimal | str | None
    note: str
    invented: bool = False


def entries_of(
    table: AskedTable, form: Form, office: Office, held: Held, public: Held | None
) -> tuple[Entry, ...]:
    """An entry for each cell that asks for something. `public`: the public build where the copy goes outside; what
    that does not have stays in the office."""
    inside = _Known.of(table, office, held)
    outside = _Known.of(table, office, public) if public else None
    made: dict[str, Entry] = {}
    for asked in table.cells.values():
        made[asked.address] = _entry(asked, form, office, inside, outside)
    for asked in table.cells.values():
        if asked.repeats in made:
            other = made[asked.repeats]
            made[asked.address] = replace(other, address=asked.address, label=_label(asked))
    return tuple(made.values())


@dataclass(frozen=True, slots=True)
class _Known:
    """What one build has for the cells of a table. `waiting`: the returns that are held as a whole, by form and period."""

    stated: Mapping[tuple[str, str], Figure]
    computed: Mapping[tuple[str, str], Figure]
    waiting: Mapping[tuple[str, str], str]
    snapshot_id: str
    office: Office

    @classmethod
    def of(cls, table: AskedTable, office: Office, held: Held) -> _Known:
        wanted = [(one.series, one.time_period) for one in table.cells.values() if one.series]
        stated = held.stated(wanted_levels(series for series, _ in wanted))
        waiting = {} if held.is_public or held.connection is None else _waiting(held)
        return cls(stated, worked_out(held, wanted), waiting, held.snapshot_id, office)

    def figure(self, series: Series, period: str) -> Figure | None:
        """What belongs into a cell: what the indicator's primary form states, for a base what it stated then; else what
        is worked out. What another form states, the template's own perhaps, comes last: it would only repeat itself."""
        stated = self.stated.get((own_level(series).series_id, period)) or self.stated.get(
            (series.series_id, period)
        )
        computed = self.computed.get((series.series_id, period))
        if computed is None or computed.value is None:
            return stated or computed
        primary = self.office.indicators[series.indicator_id].primary_form
        return stated if stated and stated.form_id == primary and not stated.is_blank else computed


_WAITING = """
    select form_id, time_period, arg_max(source_file, sequence) as source_file
    from submission where decision = 'hold' group by all
"""


def _waiting(held: Held) -> dict[tuple[str, str], str]:
    rows = selected(held.connection, _WAITING)
    return {(row["form_id"], row["time_period"]): row["source_file"] for row in rows}


def _label(asked: Asked) -> str:
    return f"{asked.row.label} / {' / '.join(asked.column.path)}"


def _entry(asked: Asked, form: Form, office: Office, inside: _Known, outside: _Known | None) -> Entry:
    label = _label(asked)
    if asked.constant is not None:
        return Entry(asked.address, label, State.FILLED, asked.constant, "按报告期算出，不取自任何报表")
    assert asked.series is not None
    figure = inside.figure(asked.series, asked.time_period)
    when = in_words(asked.time_period)
    value = _written(asked, figure, form) if figure else None
    if figure is None or value is None:
        state, why = _why_none(asked, figure, office, inside, outside is not None)
        return Entry(asked.address, label, state, None, f"未填：{when}{why}")
    if outside is None:
        trace = _trace(figure, when, inside.snapshot_id)
        return Entry(asked.address, label, State.FILLED, value, trace, figure.is_synthetic)
    shown = outside.figure(asked.series, asked.time_period)
    if shown is None or shown.value != figure.value or shown.reason == SUPPRESSED:
        return Entry(asked.address, label, State.WITHHELD, None, f"未填：{when}的这个数不对外提供。")
    trace = _trace(replace(shown, file="", cell=""), when, inside.snapshot_id)
    return Entry(asked.address, label, State.FILLED, value, trace, shown.is_synthetic)


def _trace(figure: Figure, when: str, snapshot_id: str) -> str:
    """Where a figure comes from: file, sheet and cell, and the snapshot that holds it."""
    sample = SAMPLE if figure.is_synthetic else ""
    place = f"{figure.sheet}!{figure.cell}" if figure.cell else ""
    lines = [f"{when}{sample}{figure.computed}", figure.file, place, f"快照 {snapshot_id}"]
    return "\n".join(line for line in lines if line)


def _written(asked: Asked, figure: Figure, form: Form) -> Decimal | str | None:
    """A figure in the unit of its cell; what is no single number as it was typed (10余, —), if in that unit. A rank of
    which no column of the form is ranked says among how many. None where nothing can be written."""
    assert asked.series is not None
    assert asked.unit is not None
    if figure.value is None:
        stands = figure.reason in _AS_TYPED and figure.unit_zh == asked.unit.unit_zh
        return figure.words or None if stands else None
    value = in_unit(figure.value, asked.unit)
    if asked.series.measure == _RANK and figure.rank_of_n and not asked.column.spec.rank_of:
        return f"{plain(value)}/{figure.rank_of_n}"
    return value


def _why_none(
    asked: Asked, figure: Figure | None, office: Office, known: _Known, goes_outside: bool
) -> tuple[State, str]:
    """Why nothing is put into a cell. What goes outside does not say where in the office anything stands."""
    assert asked.series is not None
    primary = office.indicators[asked.series.indicator_id].primary_form
    waiting = known.waiting.get((primary, asked.time_period), "")
    if figure is not None and figure.reason == HELD:
        place = "" if goes_outside else f"：{figure.file} {figure.sheet}!{figure.cell}"
        return State.HELD, f"的这个数待核{place}"
    if figure is None and waiting:
        return State.HELD, "的报表待核" + ("" if goes_outside else f"：{waiting}")
    if figure is None or goes_outside or (not figure.words and not figure.computed):
        return State.NOTHING, "没有这个数。"
    if figure.computed:
        return State.NOTHING, f"算不出：{figure.why_none_zh or '缺数'}。"
    return State.NOTHING, f"报的是“{figure.words}{figure.unit_zh}”，不能换算成这里的单位。"


def not_filled(findings: Collection[Finding]) -> tuple[str, ...]:
    """What of a template is not as the form says, told once: labels that are not known, columns that are missing."""
    return tuple(
        f"{one.cell} {one.message_zh}"
        for one in findings
        if one.rule in ("UNKNOWN_LABEL", "MISSING_LABEL", "HEADER_MERGE_LOST")
    )
