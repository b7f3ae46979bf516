"""The kinds of value that a form's words have: labels, paths of labels, and what a cell can mean."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, with_config
from typing_extensions import TypedDict

from ingest.declared import closed_lists as lists
from ingest.declared.declared import STRICT, Code, Words
from ingest.label import label_key, label_pattern
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
    """含义 · What a row, a column or the form's defaults say about a value."""

    indicator_id: Annotated[Code, Field(description="指标编号 · indicator")]
    measure: Annotated[
        lists.Measure, Field(description="量:数值、位次、完成率、超欠、贡献 · what is measured")
    ]
    method_id: Annotated[Code, Field(description="口径 · rule document and year")]
    ref_area: Annotated[Code, Field(description="地区 · area")]
    place_id: Annotated[Code, Field(description="地点 · place")]
    component_area: Annotated[
        Code, Field(description="拉动来源(row 为本行地区) · contributing area (row: the row's)")
    ]
    breakdown: Annotated[Code, Field(description="分组,见 breakdown.csv · breakdown, of breakdown.csv")]
    accumulation: Annotated[lists.Accumulation, Field(description="累计口径 · accumulation")]
    time_transform: Annotated[
        lists.TimeTransform,
        Field(description="水平、同比、增减、拉动 · level, growth, difference, contribution"),
    ]
    currency: Annotated[Code, Field(description="币种 · currency")]
    price_basis: Annotated[lists.PriceBasis, Field(description="价格 · price basis")]
    status_class: Annotated[lists.StatusClass, Field(description="实际或目标 · actual or target")]
    target_kind: Annotated[lists.TargetKind, Field(description="目标种类 · kind of target")]
    scope_basis: Annotated[
        lists.ScopeBasis, Field(description="自报、转引或可比 · of its own period, quoted or comparable")
    ]
    reporting_level: Annotated[
        lists.ReportingLevel, Field(description="上报、认定或最终 · claimed, recognised or final")
    ]
    unit: Annotated[Words, Field(description="单位,按 unit.csv 的写法 · unit as in unit.csv")]
    months_before: Annotated[
        Steps,
        Field(
            description="是几个月以前的数;全年分月的宽表(period: year),各月写 11 至 0 · months before the form's period; twelve months side by side (period: year) are 11 to 0"
        ),
    ]
    freq: Annotated[
        lists.Freq, Field(description="频率;A 时报告期为年份 · frequency; at A the period is a year")
    ]
    years_before: Annotated[
        Steps, Field(description="是几年以前的数(频率 A) · years before the return's own, at frequency A")
    ]
    period_basis: Annotated[lists.PeriodBasis, Field(description="期别依据 · how the period is known")]
    value_basis: Annotated[lists.ValueBasis, Field(description="数值依据 · how the value is known")]


@with_config(STRICT)
class Ranking(TypedDict, total=False):
    """位次 · Of rank columns."""

    universe: Annotated[Words, Field(description="在谁之中 · among whom")]
    basis: Annotated[lists.RankBasis, Field(description="按什么 · by what")]
    direction: Annotated[lists.Direction, Field(description="高好还是低好 · whether higher ranks first")]
