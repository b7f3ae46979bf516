"""What every declared model of an office's files has in common, and the kinds of value that a cell or a word can have.

A file is declared once, as a frozen dataclass of pydantic: reading it, its errors, the schema for editors and the page of
docs come of the declaration. Excel writes some of what it opens in another way than it was entered; what such a
cell can only mean is read as that, and anything else is refused.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar, cast, dataclass_transform

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, TypeAdapter, WithJsonSchema
from pydantic.dataclasses import dataclass
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
PERIOD = re.compile(rf"{MONTH.pattern}|[0-9]{{4}}")  # a month, or the year of an annual form
_OLDEST = 1949  # codes, offices and figures are younger, so that Excel's Jan-22 can only be of this century
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHORT_MONTH = re.compile(rf"(?P<name>{'|'.join(_MONTHS)})-(?P<year>[0-9]{{2}})", re.IGNORECASE)
_SLASHED = re.compile(r"(?P<year>[0-9]{4})[/年.-](?P<month>[0-9]{1,2})(?:[/月.-](?P<day>[0-9]{1,2})?日?)?")
_RANGE = re.compile(r"(?P<first>[0-9]{1,2})(?:-(?P<last>[0-9]{1,2}))?")
# Excel takes 1-12 for a day of this year: 1月12日, or 12-Jan where it speaks English.
_RANGE_AS_DAY = re.compile(
    rf"(?P<first>[0-9]{{1,2}})月(?P<last>[0-9]{{1,2}})日|(?P<day>[0-9]{{1,2}})-(?P<name>{'|'.join(_MONTHS)})",
    re.IGNORECASE,
)
Model = TypeVar("Model")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")


# Built when a document is read against it: a process that is handed what another has read needs none of it.
STRICT = ConfigDict(extra="forbid", defer_build=True)


class Row:
    """One row of a file of a catalogue. `KEY`: the columns that tell a file's rows apart."""

    __slots__ = ()
    KEY: ClassVar[tuple[str, ...]]


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field, Field))
def declared(model: type[Model]) -> type[Model]:
    """A file, a row or a block of an office's files: a frozen dataclass that is checked and knows no word but its own."""
    return cast(type[Model], dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)(model))


def adapter(model: type[Model]) -> TypeAdapter[Model]:
    """What makes a model of a document, and its JSON schema. Made once: it takes as long as reading an office."""
    return cast(TypeAdapter[Model], _adapter(cast(Any, model)))


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def fields_of(model: type) -> dict[str, FieldInfo]:
    """What a model declares, by the words of the file."""
    fields: dict[str, FieldInfo] = model.__pydantic_fields__  # type: ignore[attr-defined]
    return {field.alias or name: field for name, field in fields.items() if field.init is not False}


def _code(text: str) -> str:
    if _SCIENTIFIC.fullmatch(text):
        raise ValueError(
            "是 Excel 把长代码变成了数,请把该列设为文本后重新填写"
            " Excel made a number of a long code: format the column as text and enter it anew"
        )
    return text


def _month(value: Any) -> Any:
    """2022-01, also as Excel writes it: Jan-22, 2022/1, 2022/1/1, 2022年1月."""
    if not isinstance(value, str) or PERIOD.fullmatch(value):
        return value
    if match := _SHORT_MONTH.fullmatch(value):
        year = 2000 + int(match["year"])
        # Two digits are of this century as long as the other one is older than anything that is dated here.
        if year - 100 < _OLDEST:
            return f"{year:04d}-{_number_of(match['name']):02d}"
    if (match := _SLASHED.fullmatch(value)) and int(match["day"] or 1) == 1:
        return f"{match['year']}-{int(match['month']):02d}"
    return value


def _day(value: Any) -> date:
    """A day, also as Excel writes it: 2024/1/8, 2024年1月8日. No number: pydantic would take it for seconds."""
    match = _SLASHED.fullmatch(value) if isinstance(value, str) else None
    try:
        if match and match["day"]:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        pass
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError("example", "not a day")


def _instant(value: Any) -> datetime:
    """With its zone: a register is read by people in several places, and an approval is an instant."""
    try:
        instant = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        instant = None
    if instant is None or instant.tzinfo is None:
        raise PydanticCustomError("example", "not an instant")
    return instant.astimezone(UTC)


def _yes_no(value: Any) -> bool:
    if value in ("yes", "no"):
        return bool(value == "yes")
    raise PydanticCustomError("literal_error", "neither yes nor no")


def _months(value: Any) -> tuple[int, ...]:
    """1-12, or 12 alone; also as Excel writes the range: 1月12日, 12-Jan."""
    if isinstance(value, tuple):
        return value
    text = str(value)
    first = last = 0
    if match := _RANGE.fullmatch(text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
    elif match := _RANGE_AS_DAY.fullmatch(text):
        first = int(match["first"] or _number_of(match["name"]))
        last = int(match["last"] or match["day"])
    if not 1 <= first <= last <= 12:
        raise PydanticCustomError("example", "not months of a year")
    return tuple(range(first, last + 1))


def _codes(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


def _number_of(name: str) -> int:
    return _MONTHS.index(name.title()) + 1


# Never blank; as it stands.
Words = Annotated[str, Field(min_length=1)]
# An id or a code: never blank, and no number that Excel made of it.
Code = Annotated[str, Field(min_length=1), AfterValidator(_code)]
MaybeCode = Annotated[str, AfterValidator(_code)]
Month = Annotated[str, BeforeValidator(_month), Field(pattern=f"^(?:{MONTH.pattern})$", examples=["2022-05"])]
MaybeMonth = Annotated[
    str, BeforeValidator(_month), Field(pattern=f"^(?:{MONTH.pattern})?$", examples=["2022-05"])
]
Period = Annotated[
    str, BeforeValidator(_month), Field(pattern=f"^(?:{PERIOD.pattern})$", examples=["2023-12"])
]
MaybePeriod = Annotated[
    str, BeforeValidator(_month), Field(pattern=f"^(?:{PERIOD.pattern})?$", examples=["2023-12"])
]
Day = Annotated[date, BeforeValidator(_day), Field(examples=["2024-03-31"])]
Instant = Annotated[datetime, BeforeValidator(_instant), Field(examples=["2024-01-10T09:00:00+08:00"])]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no"]})]
Months = Annotated[
    tuple[int, ...],
    BeforeValidator(_months),
    WithJsonSchema({"type": "string", "examples": ["1-12"]}),
]
# Several codes in one cell, divided by blanks.
Codes = Annotated[
    tuple[Code, ...],
    BeforeValidator(_codes),
    WithJsonSchema({"type": "string", "examples": ["990000001 990000002"]}),
]
Currency = Annotated[str, Field(pattern="^(?:[A-Z]{3}|_Z)$", examples=["CNY"])]
MaybeCurrency = Annotated[str, Field(pattern="^(?:[A-Z]{3}|_Z)?$", examples=["CNY"])]
