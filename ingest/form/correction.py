"""The register of corrections: figures that an office corrects itself, as data that people review.

A correction names the cell, what it says and what it should say; who wrote it, who approved it and that the
submitter confirmed it. It never touches the workbook or its observation: both values stay. What must be true of
every line is checked before a build begins, and by the doctor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from ingest.decimal_text import plain
from ingest.declared.declared import Code, Instant, Period, Words, adapter, declared, fields_of
from ingest.declared.problem import Place, at_line, office_error, problems_of, unknown_id
from ingest.form.form import Form
from ingest.label import label_key
from ingest.office.catalogue import Indicator, Unit
from ingest.office.facts import Office
from ingest.office.revision_reason import NOT_STATED, REVISION_REASONS, known_reason
from ingest.office.table import Table, check_columns, filled, read_table
from ingest.workbook.cells.address import position

FILE = "corrections.csv"
CORRECTABLE = "claimed"  # what the street says itself; what was recognised or is final is another body's


def _reason(value: object) -> str:
    if isinstance(value, str) and known_reason(value) not in (None, NOT_STATED):
        return value.lower()
    raise PydanticCustomError("literal_error", "no reason")


def _cell(value: object) -> object:
    if isinstance(value, str):
        position(value)
    return value


Reason = Annotated[str, BeforeValidator(_reason), WithJsonSchema({"enum": list(REVISION_REASONS)})]


@declared
class Correction:
    """更正 · One figure corrected. `wrong_value` and `right_value` are in `unit`, as the form reports them.

    `expect`: the text that the cell must still have for the correction to be applied.
    """

    correction_id: Code = Field(description="更正编号 · id of the correction")
    department_id: Code = Field(description="部门 · department")
    form_id: Code = Field(description="表式 · form")
    period: Period = Field(description="报告期 · period")
    sheet: Words = Field(description="工作表 · sheet")
    cell: Annotated[str, BeforeValidator(_cell)] = Field(description="单元格 · cell, as J32")
    expect: Words = Field(description="单元格里现在的文字,变了就不再更正 · what the cell must still say")
    wrong_value: Decimal = Field(description="错的数 · the wrong value, in `unit`")
    right_value: Decimal = Field(description="对的数 · the right value, in `unit`")
    unit: Words = Field(description="单位,见 unit.csv · unit, of unit.csv")
    reason: Reason = Field(description="原因代码 · code of the reason")
    reason_zh: Words = Field(description="原因 · reason in Chinese")
    reason_en: Words = Field(description="原因(英文) · reason in English")
    source: Words = Field(description="依据 · what it is based on")
    author: Words = Field(description="提出人 · author")
    approver: Words = Field(description="批准人,不能是提出人 · approver, somebody else than the author")
    approved_at: Instant = Field(description="批准时间 · when it was approved")
    confirmed_by: Words = Field(description="报送人 · the submitter who confirmed it")
    confirmed_at: Instant = Field(
        description="确认时间,在批准之前 · when it was confirmed, before it was approved"
    )

    @property
    def at(self) -> tuple[str, ...]:
        """The cell that it corrects, with the return that it stands in."""
        return (self.department_id, self.form_id, self.period, self.sheet, self.cell)


@declared
class _Register:
    corrections: tuple[Correction, ...]


def load_corrections(
    office: Office, forms: Iterable[Form], now: datetime | None = None
) -> tuple[Correction, ...]:
    """The register of an office, in the order of the file. OfficeError with everything that is wrong in it."""
    table = read_table(office.folder / FILE)
    columns = fields_of(Correction)
    check_columns(table, columns, columns)
    try:
        corrections = adapter(_Register).validate_python({"corrections": filled(table)}).corrections
    except ValidationError as error:

        def place(loc: Place) -> str:
            _, row, *column = loc
            return at_line(table.path, table.lines[int(row)], ".".join(map(str, column)))

        raise office_error(*problems_of(error, _Register, place)) from error
    levels = _levels_by_form(forms, office.indicators)
    problems = [
        at_line(table.path, line, problem)
        for line, correction in zip(table.lines, corrections, strict=True)
        for problem in _problems(correction, office, levels, now or datetime.now(UTC))
    ]
    problems.extend(_repeated(table, corrections))
    if problems:
        raise office_error(*problems)
    return corrections


def _problems(
    correction: Correction, office: Office, levels: Mapping[str, set[str]], now: datetime
) -> Iterator[str]:
    """What is wrong with one line, by itself and beside the other files: which value, and what would do."""
    if correction.department_id not in office.departments:
        yield f"department_id {unknown_id(correction.department_id, office.departments, 'department.csv')}"
    if label_key(correction.unit) not in office.units:
        yield f"unit {unknown_id(correction.unit, (unit.unit_zh for unit in office.units.values()), 'unit.csv')}"
    if correction.wrong_value == correction.right_value:
        yield (
            f"right_value {plain(correction.right_value)}: 与 wrong_value 相同,无须更正"
            " is the wrong value: nothing to correct"
        )
    if correction.author == correction.approver:
        yield f"approver {correction.approver!r}: 不能是提出人本人 must be somebody else than the author"
    if correction.confirmed_at > correction.approved_at:
        yield (
            f"confirmed_at {correction.confirmed_at.isoformat()}: 报送人须在批准前确认"
            " the submitter confirms before it is approved"
        )
    if correction.approved_at > now:
        yield f"approved_at {correction.approved_at.isoformat()}: 在将来 lies in the future"
    if correction.form_id not in levels:
        yield f"form_id {unknown_id(correction.form_id, levels, 'forms')}"
    elif CORRECTABLE not in levels[correction.form_id]:
        yield (
            f"form_id {correction.form_id!r}: {'、'.join(sorted(levels[correction.form_id]))} 的数不能由本单位更正,"
            "请认定单位重新反馈 its figures are another body's, which has to feed them back anew"
        )


def _repeated(table: Table, corrections: Sequence[Correction]) -> Iterator[str]:
    """An id that was used, or a cell that was corrected, on a line above."""
    ids: set[str] = set()
    cells: set[tuple[str, ...]] = set()
    for line, correction in zip(table.lines, corrections, strict=True):
        if correction.correction_id in ids:
            yield at_line(table.path, line, f"correction_id {correction.correction_id!r} 重复 used twice")
        if correction.at in cells:
            cell = f"{correction.sheet}!{correction.cell}"
            yield at_line(
                table.path, line, f"{cell} 已有更正,请改那一行 is corrected already: change that line"
            )
        ids.add(correction.correction_id)
        cells.add(correction.at)


def unit_of(correction: Correction, office: Office) -> Unit:
    """The unit of its values."""
    return office.units[label_key(correction.unit)]


def _levels_by_form(forms: Iterable[Form], indicators: Mapping[str, Indicator]) -> dict[str, set[str]]:
    levels: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        levels[form.form_id] |= _levels(form, indicators)
    return levels


def _levels(form: Form, indicators: Mapping[str, Indicator]) -> set[str]:
    """The reporting levels that values of a form can have: as the form says, else as their indicators do."""
    meanings = [form.defaults, *(column.value or {} for column in form.columns)]
    for row in form.rows:
        meanings += [row.value, row.ahead]
    levels: set[str] = {meaning["reporting_level"] for meaning in meanings if "reporting_level" in meaning}
    if "reporting_level" in form.defaults:
        return levels
    named = {meaning["indicator_id"] for meaning in meanings if "indicator_id" in meaning}
    return levels | {indicators[name].reporting_level for name in named if name in indicators}
