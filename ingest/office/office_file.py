"""`office.yml`: what an office is, and what a refresh prints of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict

from ingest.declared import closed_lists as lists
from ingest.declared.declared import STRICT, Code, MaybeMonth, Words, declared
from ingest.declared.yaml_file import load_yaml
from ingest.office.timezone import BUSINESS_TIMEZONE

FILE = "office.yml"


@with_config(STRICT)
class Headline(TypedDict, total=False):
    """主要数字 · A figure that a refresh prints at its end."""

    indicator_id: Annotated[Code, Field(description="指标 · indicator")]
    breakdown: Annotated[Code, Field(description="分组 · breakdown")]
    measure: Annotated[lists.Measure, Field(description="量 · measure")]
    time_transform: Annotated[lists.TimeTransform, Field(description="变换 · transformation")]
    accumulation: Annotated[lists.Accumulation, Field(description="累计口径 · accumulation")]


@declared
class Disclosure:
    """公布界限 · When a figure lets single respondents be inferred. For the office alone: whoever knows p can use it."""

    minimum_units: Annotated[int, Field(ge=2)] = Field(
        default=3, description="至少几个单位才公布 · the fewest units of a figure that is published"
    )
    p_percent: Annotated[int, Field(ge=0, le=100)] = Field(
        default=10,
        description="p%：除最大两家外其余之和小于最大一家的百分之几即不公布"
        " · the p of the p % rule: what all but the two largest add up to, in percent of the largest",
    )


@declared
class OfficeFile:
    """单位 · The office itself."""

    office_id: Code = Field(description="编号 · id")
    name_zh: Words = Field(description="中文名 · Chinese name")
    name_en: str = Field(default="", description="英文名 · English name")
    ref_area: Code = Field(description="表里没写地区时指哪里 · the area that a form means when it names none")
    timezone: Literal[BUSINESS_TIMEZONE] = Field(  # type: ignore[valid-type]
        description="只能是 Asia/Shanghai · Asia/Shanghai alone"
    )
    first_month: MaybeMonth = Field(
        default="",
        description="本单位从何月起用,此前各月不催报 · the first month of the office: nothing is owed for one before it",
    )
    plan_forms: tuple[Code, ...] = Field(
        default=(), description="哪些表是年度计划 · forms that are the annual plan"
    )
    months_not_derived: tuple[Code, ...] = Field(
        default=(), description="哪些指标不推算当月数 · indicators whose months are never differences"
    )
    disclosure: Disclosure = Field(
        default=Disclosure(),
        description="何时不公布；界限本身不对外 · what is not published; its bounds never are",
    )
    confirmed_years: dict[Annotated[str, Field(pattern=r"[0-9]{4}")], tuple[lists.YearItem, ...]] = Field(
        default_factory=dict,
        description="年度结转：每年已经核对过的事项，其余由 doctor 列出 · the turn of a year: what a person has looked at for it",
    )
    headlines: tuple[Headline, ...] = Field(
        default=(), description="更新后打印哪些数 · what a refresh prints"
    )


def load_office_file(folder: Path) -> OfficeFile:
    """The office.yml of a folder. OfficeError with everything that is wrong in it."""
    return load_yaml(folder / FILE, OfficeFile)
