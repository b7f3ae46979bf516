"""The register of corrections: figures that an office corrects itself, as data that people review.

A correction names the cell, what it says and what it should say; who wrote it, who approved it and that the
submitter confirmed it. It never touches the workbook or its observation: both values stay. What must be true of
every line is checked before a build begins, and by the doctor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from ingest.form.form import Form
from ingest.label import label_key
from ingest.office.facts import PERIOD, Indicator, Office, OfficeError, Unit
from ingest.office.revision_reason import NOT_STATED, known_reason, listing
from ingest.office.table import read_columns
from ingest.quantity.number import plain
from ingest.workbook.cells.address import position

FILE = "corrections.csv"
COLUMNS = (
    "correction_id", "department_id", "form_id", "period", "sheet", "cell", "expect", "wrong_value", "right_value",
    "unit", "reason", "reason_zh", "reason_en", "source", "author", "approver", "approved_at", "confirmed_by",
    "confirmed_at",
)  # fmt: skip
CORRECTABLE = "claimed"  # what the street says itself; what was recognised or is final is another body's


@dataclass(frozen=True, slots=True)
class Correction:
    """One figure corrected. `wrong_value` and `right_value` are in `unit`, as the form reports them.

    `expect`: the text that the cell must still have for the correction to be applied.
    """

    correction_id: str
    department_id: str
    form_id: str
    period: str
    sheet: str
    cell: str
    expect: str
    wrong_value: Decimal
    right_value: Decimal
    unit: Unit
    reason: str
    reason_zh: str
    reason_en: str
    source: str
    author: str
    approver: str
    approved_at: datetime
    confirmed_by: str
    confirmed_at: datetime


def load_corrections(
    office: Office, forms: Iterable[Form], now: datetime | None = None
) -> tuple[Correction, ...]:
    """The register of an office, in the order of the file. OfficeError names the file, the line and the value."""
    path = office.folder / FILE
    known, now = set(office.departments), now or datetime.now(UTC)
    corrections: list[Correction] = []
    ids: set[str] = set()
    cells: set[tuple[str, ...]] = set()
    for line, row in enumerate(read_columns(path, COLUMNS), start=2):
        try:
            one = _correction(row, known, office.units, now)
            _check_form(one, forms, office.indicators)
            cell = (one.department_id, one.form_id, one.period, one.sheet, one.cell)
            if one.correction_id in ids:
                raise ValueError(f"correction_id {one.correction_id!r} 重复 used twice")
            if cell in cells:
                raise ValueError(
                    f"{one.sheet}!{one.cell} 已有更正,请改那一行 is corrected already: change that line"
                )
        except ValueError as error:
            raise OfficeError("OFFICE", found=f"{path}: line {line}: {error}") from error
        ids.add(one.correction_id)
        cells.add(cell)
        corrections.append(one)
    return tuple(corrections)


def _correction(
    row: Mapping[str, str], departments: set[str], units: Mapping[str, Unit], now: datetime
) -> Correction:
    """One line by itself. ValueError says which value is wrong, and what would do."""
    blank = [name for name in COLUMNS if not row[name].strip()]
    if blank:
        raise ValueError(f"{', '.join(blank)} 为空 must not be blank")
    said = {name: text.strip() for name, text in row.items()}
    if said["department_id"] not in departments:
        raise ValueError(f"department_id {said['department_id']!r}: 没有这个部门 no such department")
    if not PERIOD.fullmatch(said["period"]):
        raise ValueError(f"period {said['period']!r}: 应如 expected like 2023-12")
    position(said["cell"])
    unit = units.get(label_key(said["unit"]))
    if unit is None:
        raise ValueError(f"unit {said['unit']!r}: 不在 unit.csv not in unit.csv")
    if known_reason(said["reason"]) in (None, NOT_STATED):
        raise ValueError(f"reason {said['reason']!r}: {listing()}")
    wrong, right = _decimal("wrong_value", said), _decimal("right_value", said)
    if wrong == right:
        raise ValueError(
            f"right_value {plain(right)}: 与 wrong_value 相同,无须更正 is the wrong value: nothing to correct"
        )
    if said["author"] == said["approver"]:
        raise ValueError(
            f"approver {said['approver']!r}: 不能是提出人本人 must be somebody else than the author"
        )
    approved, confirmed = _instant("approved_at", said), _instant("confirmed_at", said)
    if confirmed > approved:
        raise ValueError(
            f"confirmed_at {said['confirmed_at']}: 报送人须在批准前确认 the submitter confirms before it is approved"
        )
    if approved > now:
        raise ValueError(f"approved_at {said['approved_at']}: 在将来 lies in the future")
    texts = {
        name: said[name]
        for name in ("correction_id", "department_id", "form_id", "period", "sheet", "cell", "expect")
    }
    return Correction(
        **texts,
        wrong_value=wrong,
        right_value=right,
        unit=unit,
        reason=said["reason"].lower(),
        reason_zh=said["reason_zh"],
        reason_en=said["reason_en"],
        source=said["source"],
        author=said["author"],
        approver=said["approver"],
        approved_at=approved,
        confirmed_by=said["confirmed_by"],
        confirmed_at=confirmed,
    )


def _decimal(name: str, said: Mapping[str, str]) -> Decimal:
    try:
        value = Decimal(said[name])
    except InvalidOperation:
        raise ValueError(f"{name} {said[name]!r}: 不是数 not a number") from None
    if not value.is_finite():
        raise ValueError(f"{name} {said[name]!r}: 不是数 not a number")
    return value


def _instant(name: str, said: Mapping[str, str]) -> datetime:
    """With its zone: a register is read by people in several places, and an approval is an instant."""
    try:
        instant = datetime.fromisoformat(said[name])
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValueError(f"{name} {said[name]!r}: 应如 expected like 2024-01-10T09:00:00+08:00")
    return instant.astimezone(UTC)


def _check_form(one: Correction, forms: Iterable[Form], indicators: Mapping[str, Indicator]) -> None:
    """ValueError: no such form, or one in which the street says nothing itself."""
    mine = [form for form in forms if form.form_id == one.form_id]
    if not mine:
        raise ValueError(f"form_id {one.form_id!r}: 没有这个表式 no such form")
    levels = {level for form in mine for level in _levels(form, indicators)}
    if CORRECTABLE not in levels:
        raise ValueError(
            f"form_id {one.form_id!r}: {'、'.join(sorted(levels))} 的数不能由本单位更正,请认定单位重新反馈"
            " its figures are another body's, which has to feed them back anew"
        )


def _levels(form: Form, indicators: Mapping[str, Indicator]) -> set[str]:
    """The reporting levels that values of a form can have: as the form says, else as their indicators do."""
    meanings = [form.defaults, *(column.value or {} for column in form.columns)]
    for row in form.rows:
        meanings += [row.value, row.ahead, row.sums]
    stated = {meaning["reporting_level"] for meaning in meanings if "reporting_level" in meaning}
    if "reporting_level" in form.defaults:
        return stated
    named = {meaning["indicator_id"] for meaning in meanings if "indicator_id" in meaning}
    return stated | {indicators[name].reporting_level for name in named if name in indicators}
