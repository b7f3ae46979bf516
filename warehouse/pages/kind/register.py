"""The registers of a published file: each thing of them (a project, a tranche, a building) through its periods."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from warehouse.pages.facts import Facts, Row, Rows
from warehouse.pages.figure import Figure, amount, none
from warehouse.pages.typography import full_width, month_in_words

# An amount of money is shown in ten thousands, as the forms have it.
_TEN_THOUSANDS = {"元": ("万元", 4), "美元": ("万美元", 4)}
# What the program says of a row, as against what the department wrote into it.
_OURS = {
    "thing_id", "time_period", "register_year", "changes", "first_seen", "last_seen", "times_listed", "is_latest",
    "is_latest_of_year", "is_removed", "identified_by", "identity_doubt", "conf_status", "is_synthetic", "submission_id",
    "row_no", "source_file", "source_sheet", "source_cell",
}  # fmt: skip
_SUFFIXES = ("_reason", "_before", "_first", "_rounded")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a register: its name, label and the unit in which it is shown; `scale`: by which power of ten."""

    name: str
    label: str
    unit: str = ""
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a register and its rows, a period each, oldest first."""

    slug: str
    name: str
    year: str
    rows: tuple[Row, ...]

    @property
    def latest(self) -> Row:
        """Its newest row."""
        return self.rows[-1]

    def page(self) -> str:
        """Where its page lies, from the root of the site."""
        return f"p/{self.slug}.html"


@dataclass(frozen=True, slots=True)
class Register:
    """A register with its things. `texts`, `figures`: its columns of words and of numbers."""

    model: str
    name: str
    texts: tuple[Field, ...]
    figures: tuple[Field, ...]
    things: tuple[Thing, ...]

    def page(self) -> str:
        """Where the list of its things lies."""
        return f"r/{self.model.removeprefix('mart_')}.html"


def registers_of(facts: Facts) -> list[Register]:
    """Every register of which there is a row, as the marts tell its things apart."""
    return [_register(facts, model, rows) for model, rows in facts.things.items() if rows]


def _register(facts: Facts, model: str, rows: Rows) -> Register:
    columns = [name for name in rows[0] if name not in _OURS and not name.endswith(_SUFFIXES)]
    is_figure = {name: any(isinstance(row[name], Decimal) for row in rows) for name in columns}
    fields = {name: _field(facts, model, name) for name in columns}
    by_thing: dict[tuple[str, str], Rows] = {}
    for row in sorted(rows, key=_period):
        by_thing.setdefault((row["register_year"], row["thing_id"]), []).append(row)
    texts = tuple(fields[name] for name in columns if not is_figure[name])
    things = tuple(
        Thing(_slug(model, year, thing_id), _name(texts, of_thing[-1]), year, tuple(of_thing))
        for (year, thing_id), of_thing in sorted(
            by_thing.items(), key=lambda each: (each[0][0], each[1][-1]["row_no"])
        )
    )
    form = facts.submissions[rows[-1]["submission_id"]]["form_id"]
    return Register(
        model,
        full_width(facts.form(form)),
        texts,
        tuple(fields[name] for name in columns if is_figure[name]),
        things,
    )


def _period(row: Row) -> str:
    """The period of a row; of a thing that is told in one row the last in which it was listed."""
    return str(row.get("time_period") or row["last_seen"])


def period_of(row: Row) -> str:
    """The period of a row in words."""
    return month_in_words(_period(row))


def anchor_of(row: Row) -> str:
    """Where on the page of its thing the cells of a row are shown."""
    return f"c-{_period(row)}"


def _slug(model: str, year: str, thing_id: str) -> str:
    """A name for an address: what a department calls a thing may hold any sign."""
    said = hashlib.sha256(f"{model}\n{year}\n{thing_id}".encode()).hexdigest()
    return f"{model.removeprefix('mart_')}-{said[:12]}"


def _name(texts: tuple[Field, ...], row: Row) -> str:
    """What a person calls a thing: what stands in the first of its columns that names something, and a day."""
    named = [
        field.name for field in texts if field.name.endswith("_name") or field.name in ("enterprise", "host")
    ]
    said = str(row[named[0]] or "未填名称") if named else str(row["thing_id"])
    day = next((row[name] for name in row if isinstance(row[name], date)), None)
    return f"{said}，{day}" if day else said


def _field(facts: Facts, model: str, name: str) -> Field:
    said = facts.labels.get((model, name), name)
    label, _, inside = said.removesuffix(")").rpartition("(") if said.endswith(")") else (said, "", "")
    unit = inside.partition("，")[0]
    if not unit or ")" in inside:
        label, unit = said, ""
    if unit in _TEN_THOUSANDS:
        return Field(name, full_width(label), *_TEN_THOUSANDS[unit])
    return Field(name, full_width(label), unit if len(unit) <= 4 and not unit.isascii() else "")


def figure_of(facts: Facts, field: Field, row: Row, href: str) -> Figure:
    """A number of a row as it is shown, or why there is none."""
    value = row[field.name]
    if value is None:
        return none(facts.reason(row.get(f"{field.name}_reason") or "NOT_STATED"))
    rounded = row.get(f"{field.name}_rounded")
    shown = rounded if rounded is not None else value.scaleb(-field.scale)
    return amount(shown, row["is_synthetic"]).at(href)


def text_of(facts: Facts, field: Field, row: Row) -> str:
    """What stands in a column of words; [未填] where nothing does."""
    value = row[field.name]
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == "":
        return f"[{facts.reason(row.get(f'{field.name}_reason') or 'NOT_STATED')}]"
    return str(value)


def by_cell(registers: list[Register]) -> Mapping[tuple[str, int], Thing]:
    """The thing that a row of a submission tells of, by submission and number of the row."""
    return {
        (row["submission_id"], row["row_no"]): thing
        for register in registers
        for thing in register.things
        for row in thing.rows
    }
