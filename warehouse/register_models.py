"""The registers that an office's forms declare, each as a model of its rows: one call of the macro `register`.

A field is published under its own name, with the words of the form's column, unless the dictionary's room `registers`
knows the register: then by the name and the words there. An amount, a count, a day and 是/否 stand beside their reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.form.file import load_forms
from ingest.form.form import Column as FormColumn
from ingest.form.form import Form
from ingest.label import shown_label
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.dictionary import REGISTER_GRAIN, REGISTERS, Column, Model, columns, known_registers, reason_of

PREFIX = "fct_"
# What the macro makes of a field, by the field's type in the form, and the type of the column that it gives.
_KINDS = {
    "text": "text",
    "code": "text",
    "month": "text",
    "amount": "amount",
    "count": "amount",
    "date": "date",
    "yes_no": "flag",
}
_TYPES = {"text": "varchar", "amount": "decimal(28,6)", "date": "date", "flag": "boolean"}
_KIND_OF_TYPE = {data_type: kind for kind, data_type in _TYPES.items()}
# What every row of a register has around its fields.
_AHEAD = ("submission_id", "time_period", "row_no", "row_key")
_BEHIND = ("conf_status", "is_synthetic", "source_file", "source_sheet", "source_cell", "is_current")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a register: as the forms call it, what the macro makes of it, and the column that is published."""

    name: str
    kind: str
    column: Column


@dataclass(frozen=True, slots=True)
class Register:
    """A register of an office. `forms`: those whose rows are its; `cell_of`: the field whose cell stands for a row."""

    name: str
    zh: str
    en: str
    forms: tuple[str, ...]
    fields: tuple[Field, ...]
    cell_of: str
    derived: tuple[Column, ...]

    @property
    def model_name(self) -> str:
        """The model of its rows."""
        return PREFIX + self.name


def registers_of(folder: Path) -> tuple[Register, ...]:
    """The registers of an office's forms, in the order of the forms: the fields of all versions of all of them."""
    forms: dict[str, list[Form]] = {}
    for form in load_forms(folder):
        for row in form.rows:
            if row.register and form not in forms.setdefault(row.register, []):
                forms[row.register].append(form)
    office = load_office(folder)
    return tuple(_register(name, of, office) for name, of in forms.items())


def _register(name: str, forms: Iterable[Form], office: Office) -> Register:
    words: Mapping[str, Any] = known_registers().get(name, {})
    by_age = sorted(forms, key=lambda form: form.valid_from)
    # A later version says what a field is now; one that it no longer has stays, with what was handed in of it.
    declared = {column.field: (form, column) for form in by_age for column in form.columns if column.field}
    fields = tuple(
        Field(said.field, _KIND_OF_TYPE[column.data_type], column)
        for said, column in ((said, _column(form, said, words, office)) for form, said in declared.values())
    )
    published = {field.column.name for field in fields}
    # Of a field that no form has there is no cell: it is blank in every row, and says so.
    fields += tuple(
        Field(name, _KIND_OF_TYPE[columns()[name].data_type], columns()[name])
        for name in words.get("columns", ())
        if name not in published
    )
    first_amount = next((field.name for field in fields if field.kind == "amount"), fields[0].name)
    return Register(
        name=name,
        zh=words.get("zh", by_age[-1].title_zh),
        en=words.get("en", by_age[-1].title_en or name.replace("_", " ")),
        forms=tuple(dict.fromkeys(form.form_id for form in by_age)),
        fields=fields,
        cell_of=words.get("cell_of", first_amount),
        derived=tuple(columns()[column] for column in words.get("derived", ())),
    )


def _column(form: Form, said: FormColumn, words: Mapping[str, Any], office: Office) -> Column:
    """What is published of a field."""
    name = words.get("published_as", {}).get(said.field, said.field)
    # A field that is not listed may be another thing than a column of the same name: `kind`, `amount`.
    if name in words.get("columns", ()):
        return columns()[name]
    zh, en = "/".join(shown_label(part) for part in said.path), name.replace("_", " ")
    units = {
        unit.unit_measure
        for unit in map(office.unit, (said.unit,) if said.unit else form.unit_line)
        if unit and said.type == "amount"
    }
    if len(units) == 1:
        (unit_measure,) = units
        zh, en = f"{zh}(标准单位 {unit_measure})", f"{en}, canonical unit {unit_measure}"
    return Column(name, _TYPES[_KINDS[said.type]], zh, en)


def model_of(register: Register) -> Model:
    """What the dictionary says of a register's model."""
    listed: list[Column] = []
    for field in register.fields:
        listed.append(field.column)
        if field.kind != "text":
            listed.append(reason_of(field.column))
    return Model(
        name=register.model_name,
        room=REGISTERS,
        zh=register.zh,
        en=register.en,
        grain=REGISTER_GRAIN,
        not_null=("is_current",),
        may_be_null=(),
        columns=(
            *(columns()[name] for name in _AHEAD),
            *listed,
            *register.derived,
            *(columns()[name] for name in _BEHIND),
        ),
        names_units=True,
    )


def sql_of(register: Register) -> str:
    """The model: a call of the macro `register`."""
    fields = ",\n".join(
        f"  ['{field.column.name}', '{field.name}', '{field.kind}']" for field in register.fields
    )
    derived = f", derived=derived_of_{register.name}()" if register.derived else ""
    return (
        "-- grain: a row of the register × submission. All vintages; is_current marks the slot's latest.\n"
        f"-- Made of the fields that the office's forms declare: {', '.join(register.forms)}.\n"
        f"{{{{ register('{register.name}', [\n{fields},\n], cell_of='{register.cell_of}'{derived}) }}}}\n"
    )
