"""The files of a catalogue that relate one thing to another, row by row, as `catalogue.py` has the others."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ingest.declared import closed_lists as lists
from ingest.declared.declared import Code, Codes, MaybeCode, MaybeMonth, Month, Row, Words, YesNo, declared

_ISO = "^[A-Z]{3}$"


@declared
class Partition(Row):
    """分解 · Parts of a whole, over areas or over breakdowns; whether together they are the whole is said."""

    KEY = ("partition_id", "dimension", "whole", "part")
    partition_id: Code = Field(description="编号 · id")
    dimension: lists.PartitionDimension = Field(description="按地区或按分组 · over areas or breakdowns")
    whole: Code = Field(description="全体 · the whole")
    part: Code = Field(description="部分 · the part")
    name_zh: Words = Field(description="中文名 · Chinese name of the part")
    name_en: str = Field(default="", description="英文名 · English name of the part")
    complete: YesNo = Field(
        default=False,
        description="所列部分(含“其他”)合起来是否就是全体；同一编号各行一致"
        " · whether the parts of this id, the rest included, are all of the whole; the same on each of its rows",
    )


@declared
class Part(Row):
    """其中项 · What is a part of something else and never exceeds it: an indicator, or a field of a form's register."""

    KEY = ("kind", "form_id", "part", "whole", "valid_from")
    kind: lists.PartKind = Field(
        description="指标之间或台账两栏之间 · of indicators, or of a register's fields"
    )
    form_id: MaybeCode = Field(
        default="",
        description="哪张表的两栏；指标之间不填 · the form of the two fields; blank for indicators",
    )
    part: Code = Field(description="部分：指标编号或栏名 · the part: an indicator or a field")
    whole: Code = Field(description="全体：指标编号或栏名 · the whole: an indicator or a field")
    valid_from: Month = Field(description="从何月起 · first month")
    valid_to: MaybeMonth = Field(default="", description="到何月止 · last month")
    source: Words = Field(description="依据 · what it is based on")


@declared
class RankUniverse(Row):
    """参排单位 · How many and which areas are ranked, under the words that a form's `rank: universe` has for them."""

    KEY = ("universe", "valid_from")
    universe: Words = Field(
        description="在谁之中，与表式的 universe 一致 · among whom, as a form's `universe` says"
    )
    n: Annotated[int, Field(ge=1, examples=["9"])] = Field(description="几个单位参排 · how many are ranked")
    areas: Codes = Field(
        default=(),
        description="哪些地区，空格分开；不填为未说明 · which areas, divided by blanks; blank where nobody says",
    )
    valid_from: Month = Field(description="从何月起 · first month")
    valid_to: MaybeMonth = Field(default="", description="到何月止 · last month")
    is_sample: YesNo = Field(default=False, description="是否示例 · whether it is invented")
    source: Words = Field(description="依据 · what it is based on")


@declared
class ExchangeRate(Row):
    """汇率 · What one unit of a currency was worth in another one, in a year or a month."""

    KEY = ("currency", "quote_currency", "period", "kind")
    currency: Annotated[str, Field(pattern=_ISO, examples=["USD"])] = Field(
        description="一单位什么币种 · one unit of this currency"
    )
    quote_currency: Annotated[str, Field(pattern=_ISO, examples=["CNY"])] = Field(
        description="值多少什么币种 · is worth so many of this one"
    )
    period: Annotated[str, Field(pattern="^[0-9]{4}(-(0[1-9]|1[0-2]))?$", examples=["2023", "2023-12"])] = (
        Field(description="哪一年或哪个月 · the year or the month")
    )
    kind: lists.RateKind = Field(description="该期平均或期末 · the average of the period, or its end")
    rate: Annotated[Decimal, Field(gt=0)] = Field(description="汇率 · the rate")
    source: Words = Field(description="出处 · source")
