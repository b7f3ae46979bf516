"""What a snapshot holds for the cells of a form: stated figures, growths and progress worked out, and rows of registers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ingest.observation import Series
from warehouse.codes import fixed_lists
from warehouse.store.connection import selected

# Why a figure is not there that waits to be corrected or released.
HELD = "HELD"
EVER = "9999-99"  # after every month


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure in the canonical unit, and where it stands. `value` is None where it is no single number.

    `shown`: what stands in its cell, as the marts show it; `words`: as it was typed, in `unit_zh`, which the public build
    does not say. `computed`: how it was worked out, where no cell states it.
    """

    value: Decimal | None
    reason: str
    shown: str
    form_id: str
    department_id: str
    file: str
    sheet: str
    cell: str
    is_synthetic: bool
    conf_status: str
    rank_of_n: int | None = None
    words: str = ""
    unit_zh: str = ""
    computed: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether its cell says nothing at all."""
        return self.value is None and not self.words

    @property
    def why_none_zh(self) -> str:
        """Why there is no single number, in Chinese."""
        lists = fixed_lists()
        said = lists["CL_COMPUTED_REASON"].get(self.reason) or lists["CL_OBS_REASON"].get(self.reason)
        return said[0] if said else self.reason


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a register as it was read: each field's text, number and day."""

    number: int
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a cell of a register holds; a number is in the canonical unit, which `unit_measure` names."""

    text: str
    number: Decimal | None = None
    day: date | None = None
    unit_measure: str = ""
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of one return of a register, and which return that is."""

    period: str = ""
    file: str = ""
    is_synthetic: bool = False
    rows: tuple[RegisterRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the earlier returns of a form say that the next one has again: the rows of its register, the units of each of
    its rows by label, and the areas that have one."""

    register: Register = Register()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A snapshot, open; of an office that has published nothing, nothing. `is_public`: its public build, which says of no
    figure where in the office it came from."""

    connection: Any = field(repr=False)
    snapshot_id: str
    is_public: bool = False

    @classmethod
    def of(cls, connection: Any, *, is_public: bool = False) -> Held:
        (about,) = selected(connection, "select snapshot_id from snapshot")
        return cls(connection, about["snapshot_id"], is_public)

    @classmethod
    def nothing(cls) -> Held:
        return cls(None, "")

    def stated(self, wanted: Collection[Series], before: str = EVER) -> dict[tuple[str, str], Figure]:
        """What the primary forms state of some series, by series id and period. `before`: by returns of earlier months
        alone."""
        if self.connection is None or not wanted:
            return {}
        ids = sorted({one.series_id for one in wanted})
        return {
            (row["series_id"], row["time_period"]): _figure(row)
            for row in selected(
                self.connection, _PUBLIC if self.is_public else _STATED, ids=ids, before=before
            )
        }

    def units(self, form_id: str) -> dict[str, tuple[str, ...]]:
        """In which units the figures of each row of a form were handed in, by its label: of levels first, the last first."""
        if self.connection is None:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        for row in selected(self.connection, _UNITS, form=form_id):
            found[row["row_path"]] = (*found.get(row["row_path"], ()), row["reported_unit"])
        return found

    def areas(self, form_id: str) -> tuple[str, ...]:
        """The areas that the last return of a form has rows of, in its order."""
        if self.connection is None:
            return ()
        return tuple(row["ref_area"] for row in selected(self.connection, _AREAS, form=form_id))

    def register(self, name: str, first: str, before: str) -> Register:
        """The last return of a register of the periods from `first` to the one before `before`."""
        if self.connection is None:
            return Register()
        found = selected(self.connection, _REGISTER, register=name, first=first, before=before)
        rows: dict[int, dict[str, FieldValue]] = {}
        for row in found:
            value = FieldValue(
                row["value_text"] or row["raw_text"] or "",
                row["value_number"],
                row["value_date"],
                row["unit_measure"],
                bool(row["is_synthetic"]),
            )
            rows.setdefault(row["row_no"], {})[row["field"]] = value
        if not found:
            return Register()
        synthetic = any(row["is_synthetic"] for row in found)
        listed = tuple(RegisterRow(number, fields) for number, fields in sorted(rows.items()))
        return Register(found[0]["time_period"], found[0]["source_file"], synthetic, listed)


_STATED = """
    select said.series_id, said.time_period, said.obs_value as figure, said.obs_reason as reason,
           said.display_value as shown, said.form_id, said.department_id, said.source_file, said.source_sheet,
           said.source_cell, said.is_synthetic, said.conf_status, said.rank_of_n, said.qualifier,
           typed.raw_text, typed.reported_unit
    from mart_indicator as said
    left join submission using (submission_id)
    left join fct_observation as typed using (observation_id)
    where list_contains($ids, said.series_id) and coalesce(submission.time_period, '') < $before
"""
_PUBLIC = """
    select series_id, time_period, obs_value as figure, obs_reason as reason, display_value as shown, form_id, department_id,
           '' as source_file, '' as source_sheet, '' as source_cell, is_synthetic, conf_status, rank_of_n, qualifier,
           '' as raw_text, '' as reported_unit
    from mart_indicator where list_contains($ids, series_id) and $before <> ''
"""
_UNITS = """
    select row_path, reported_unit
    from fct_observation
    where form_id = $form and is_current and stands_in_slot and value_origin = 'reported'
    group by row_path, reported_unit
    order by row_path, bool_or(measure = 'VALUE' and time_transform = 'N') desc, max(time_period) desc, reported_unit
"""
_AREAS = """
    with said as (
        select ref_area, time_period, cast(regexp_extract(source_cell, '[0-9]+$') as integer) as row_no
        from fct_observation
        where form_id = $form and is_current and stands_in_slot and value_origin = 'reported'
    )
    select ref_area from said where time_period = (select max(time_period) from said)
    group by ref_area order by min(row_no)
"""
_REGISTER = """
    with returns as (
        select * from fct_register_cell
        where is_current and register = $register and time_period >= $first and time_period < $before
    )
    select row_no, field, value_text, value_number, value_date, unit_measure, raw_text, time_period, source_file, is_synthetic
    from returns where time_period = (select max(time_period) from returns)
    order by row_no
"""


def _figure(row: Mapping[str, Any]) -> Figure:
    """A row of mart_indicator. What is known by bounds alone, or roughly, is no number to put into a cell."""
    is_point = row["qualifier"] == "eq"
    return Figure(
        value=row["figure"] if is_point else None,
        reason=row["reason"] or "",
        shown=row["shown"] or "",
        form_id=row["form_id"],
        department_id=row["department_id"] or "",
        file=row["source_file"] or "",
        sheet=row["source_sheet"] or "",
        cell=row["source_cell"] or "",
        is_synthetic=bool(row["is_synthetic"]),
        conf_status=row["conf_status"],
        rank_of_n=row["rank_of_n"],
        words=(row["raw_text"] or "").strip(),
        unit_zh=row["reported_unit"] or "",
    )


def own_level(series: Series) -> Series:
    """The series that says first what a base only quotes: the same figure, as its own period's return states it."""
    return replace(series, scope_basis="OWN") if series.scope_basis == "QUOTED" else series


def wanted_levels(series: Iterable[Series]) -> set[Series]:
    """The series to look up for some cells, and those that their bases are quoted from."""
    return {each for one in series for each in (one, own_level(one))}
