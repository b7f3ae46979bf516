"""The kinds of value that a form's words have: labels, paths of labels, and what a cell can mean."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, with_config
from typing_extensions import TypedDict

from ingest.label import label_key, label_pattern
from ingest.office import closed_lists as lists
from ingest.office.declared import STRICT, Code, Words
from ingest.quantity.amount import NEGATIVE_MARKS

Pattern = re.Pattern[str]
# What a cell may have to equal besides a number: the share of the year that has passed, in percent.
TIME_PROGRESS = "time_progress"


def _path(label: Any) -> Any:
    return (label,) if isinstance(label, str) else label


def _pattern(label: Any) -> Any:
    return label if isinstance(label, re.Pattern) else label_pattern(str(label))


def _equals(value: Any) -> str:
    text = str(value)
    if text and text != TIME_PROGRESS and not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text):
        raise ValueError(f"应为数或 expected a number or {TIME_PROGRESS}")
    return text


def _negative_mark(mark: str) -> str:
    if mark not in NEGATIVE_MARKS:
        raise ValueError(f"应为 expected {' '.join(sorted(NEGATIVE_MARKS))}")
    return mark


# A label as people type it, and as labels are compared.
LabelKey = Annotated[str, Field(min_length=1), AfterValidator(label_key)]
# A header or a row label, outer to inner: one label, or a list of them.
LabelPath = Annotated[
    tuple[str, ...],
    BeforeValidator(_path),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
LabelPattern = Annotated[Pattern, BeforeValidator(_pattern), WithJsonSchema({"type": ["string", "number"]})]
Equals = Annotated[str, BeforeValidator(_equals), WithJsonSchema({"type": ["string", "number"]})]
NegativeMark = Annotated[
    str, AfterValidator(_negative_mark), WithJsonSchema({"enum": sorted(NEGATIVE_MARKS)})
]
FieldType = Literal["text", "code", "amount", "count", "date", "month", "yes_no"]
Steps = Annotated[int, Field(ge=0)]


@with_config(STRICT)
class Meaning(TypedDict, total=False):
    """What a row, a column or the form's defaults say about a value."""

    indicator_id: Code
    measure: lists.Measure
    method_id: Code
    ref_area: Code
    place_id: Code
    component_area: Code
    breakdown: Code
    accumulation: lists.Accumulation
    time_transform: lists.TimeTransform
    currency: Code
    price_basis: lists.PriceBasis
    status_class: lists.StatusClass
    target_kind: lists.TargetKind
    scope_basis: lists.ScopeBasis
    reporting_level: lists.ReportingLevel
    unit: Words
    months_before: Steps
    freq: lists.Freq
    years_before: Steps
    period_basis: lists.PeriodBasis
    value_basis: lists.ValueBasis


@with_config(STRICT)
class Ranking(TypedDict, total=False):
    """Of rank columns: among whom (`universe`), by what (`basis`), and whether higher ranks first."""

    universe: Words
    basis: lists.RankBasis
    direction: lists.Direction
