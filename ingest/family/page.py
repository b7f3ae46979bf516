"""A page: what a mart of a family holds, figure by figure. The mart, its columns and their words are made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from ingest.declared import closed_lists as lists
from ingest.declared.declared import Code, Words, declared

_NAME = re.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def _name(text: str) -> str:
    if text and not _NAME.fullmatch(text):
        raise ValueError(
            "应为小写字母、数字、下划线,如 received_ytd expected small letters, digits, underscores, like received_ytd"
        )
    return text


# A name becomes that of a column, and what is made of it is told apart by what follows: <name>_reason, <name>_id.
Name = Annotated[str, AfterValidator(_name), Field(min_length=1)]
MaybeName = Annotated[str, AfterValidator(_name)]
GrainWord = Literal[
    "time_period",
    "ref_area",
    "indicator_id",
    "breakdown",
    "method_id",
    "place_id",
    "currency",
    "status_class",
]
Beside = Literal["scope", "status", "origin", "until", "rank", "break", "register"]
Taken = Literal["rows", "filled", "different", "things", "blank", "sum"]
RatioKind = Literal["percent", "completion", "each"]


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _one_or_several(words: Any = None) -> WithJsonSchema:
    word: dict[str, Any] = (
        {"type": "string"} if words is None else {"type": "string", "enum": list(get_args(words))}
    )
    return WithJsonSchema({"anyOf": [word, {"type": "array", "items": word}]})


# One word or a list of them: of several that a row has, the first that is listed speaks.
Codes = Annotated[tuple[Code, ...], BeforeValidator(_listed), _one_or_several()]
Statuses = Annotated[
    tuple[lists.StatusClass, ...], BeforeValidator(_listed), _one_or_several(lists.StatusClass)
]
Accumulations = Annotated[
    tuple[lists.Accumulation, ...], BeforeValidator(_listed), _one_or_several(lists.Accumulation)
]
Transforms = Annotated[
    tuple[lists.TimeTransform, ...], BeforeValidator(_listed), _one_or_several(lists.TimeTransform)
]


@declared
class Figure:
    """数 · A figure: one series of an indicator, with its words. It has three columns: <name>, <name>_reason, <name>_id."""

    zh: Words = Field(description="中文名 · Chinese name")
    en: Words = Field(description="英文名 · English name")
    unit_zh: str = Field(default="", description="单位 · unit")
    unit_en: str = Field(default="", description="单位(英文) · unit in English")
    indicator: str = Field(
        default="",
        description="指标;粒度里有 indicator_id 的不写 · the indicator; none where indicator_id is of the grain",
    )
    measure: lists.Measure = Field(default="VALUE", description="量 · what is measured")
    accumulation: Accumulations = Field(
        default=("YTD",),
        description="累计口径;写几个的,有几个数时取写在前的 · accumulation; of several the first that there is",
    )
    transform: Transforms = Field(default=("N",), description="水平、同比、增减 · level, growth, difference")
    freq: lists.Freq = Field(default="M", description="频率 · frequency")
    breakdown: Codes = Field(default=("_T",), description="分组 · breakdown")
    place: Codes = Field(default=("_T",), description="地点 · place")
    method: str = Field(default="", description="口径,不写为任何口径 · method; none means any")
    status: Statuses = Field(default=("actual",), description="实际、目标 · actual, target")
    target_kind: lists.TargetKind | Literal[""] = Field(
        default="", description="目标种类,不写为任何种类 · kind of target; none means any"
    )
    period: Literal["own", "of_return", "last_of_year"] = Field(
        default="own",
        description="站在哪一期:own 本期,of_return 报它的那张表的期别,last_of_year 当年最后一次"
        " · the period that it stands in: its own, that of the return that states it, the last one of the year",
    )
    row: Mapping[GrainWord, Code] = Field(
        default_factory=dict,
        description="站在哪一行,与序列本身不同时写 · the row that it stands in, where that is not of its series",
    )
    count: bool = Field(
        default=False,
        description="个数:整数列;不是整数的为空,原因 NOT_A_COUNT · a count: a whole number, NULL with NOT_A_COUNT where it is none",
    )
    in_words: bool = Field(
        default=False,
        description="可能只有文字(80余、近11倍):加限定词和上下限 · may be in words: its qualifier and bounds stand beside it",
    )
    beside: tuple[Beside, ...] = Field(
        default=(),
        description="同列还要什么:scope 口径,status 实际或目标,origin 来源,until 截至哪一期,rank 位次的范围,break 口径变动,"
        "register 与台账是否一致"
        " · what else of it stands beside it",
    )
    recomputed: MaybeName = Field(
        default="", description="重算的位次叫什么 · name of the rank recomputed from what is ranked"
    )


@declared
class Growth:
    """同比 · What stands beside a figure's growth, as reported and as computed."""

    in_words: bool = Field(
        default=False, description="填报同比可能只有文字 · the growth may be stated in words"
    )
    own_base: bool = Field(
        default=False, description="按上年自报数再算一次 · computed once more over last year's own value"
    )
    difference: bool = Field(default=False, description="增减额 · the difference, in the figure's unit")
    difference_reported: MaybeName = Field(
        default="", description="哪个数是填报的增减额 · the figure that is the difference as reported"
    )


@declared
class Parts:
    """合计与各部分 · A whole and the figures that it is divided into: <name>_difference and <name>_add_up."""

    whole: Name = Field(description="合计 · the whole")
    parts: tuple[Name, ...] = Field(description="各部分 · the parts")
    zh: Words = Field(description="各部分合称 · what the parts are called")
    en: Words = Field(description="英文 · in English")


@declared
class Statistic:
    """统计 · Something counted or added up over rows of a register."""

    take: Taken = Field(
        description="rows 行数,filled 填了的格数,different 不同的写法,things 不同的编码(没有编码的按行的键),blank 空格数,sum 求和"
        " · rows, cells that are filled, different ones, different codes (a row without one by its key), blank ones, or a sum"
    )
    field: MaybeName = Field(default="", description="栏 · the field")
    where: Mapping[Name, str] = Field(
        default_factory=dict, description="只要这些行:栏和它的词 · rows with these words alone"
    )
    unless: Mapping[Name, str] = Field(
        default_factory=dict, description="不要这些行 · all rows but those with these words"
    )
    zh: Words = Field(description="中文名 · Chinese name")
    en: Words = Field(description="英文名 · English name")
    unit_zh: str = Field(default="", description="单位 · unit")
    unit_en: str = Field(default="", description="单位(英文) · unit in English")


@declared
class Count(Statistic):
    """台账数 · What is counted or added up in the register that a figure's return holds."""

    register: Name = Field(description="台账 · the register")
    of: Name = Field(description="随哪个数的报表 · the figure whose return it is")


@declared
class Ratio:
    """比值 · One figure over another."""

    of: Name = Field(description="分子 · what is divided")
    over: Name = Field(description="分母 · by what")
    kind: RatioKind = Field(
        description="percent 占比,completion 完成率,each 每一个 · a share in percent, a completion, or an amount for each"
    )
    zh: Words = Field(description="中文名 · Chinese name")
    en: Words = Field(description="英文名 · English name")
    unit_zh: str = Field(default="", description="单位 · unit")
    unit_en: str = Field(default="", description="单位(英文) · unit in English")


@declared
class Lines:
    """逐条 · A row a series and period instead of figures side by side: counts of many kinds, few of which recur."""

    families: tuple[Code, ...] = Field(description="哪些专题的指标 · indicators of which families")
    but: tuple[Code, ...] = Field(default=(), description="除了哪些指标 · without these indicators")


@declared
class Group:
    """分组方法 · One way to divide a register: by the words of a field."""

    field: Name = Field(description="栏 · the field")
    first: Annotated[int, Field(ge=0)] = Field(
        default=0, description="只看前几位,0 为全部 · the first letters alone; 0 for all of them"
    )
    list: Literal["", "industry_section"] = Field(
        default="", description="按哪张表归类 · the list that puts it into classes"
    )


@declared
class Whole:
    """合计 · The series that a register adds up to, which its groups must add up to as well."""

    of: Name = Field(description="哪个统计 · what is added up over the groups")
    indicator: Code = Field(description="指标 · the indicator")
    accumulation: lists.Accumulation = Field(default="YTD", description="累计口径 · accumulation")


@declared
class Share:
    """比重 · A group's share of the whole register, in percent."""

    of: Name = Field(description="什么的比重 · the share of what")
    zh: Words = Field(description="中文名 · Chinese name")
    en: Words = Field(description="英文名 · English name")


@declared
class Groups:
    """台账分组 · A register added up group by group, in every way to divide it."""

    register: Name = Field(description="台账 · the register")
    by: Mapping[Name, Group] = Field(description="分组方法 · the ways to divide it")
    counts: Mapping[Name, Statistic] = Field(
        description="各组统计什么 · what is counted or added up of each group"
    )
    units: Name = Field(
        description="单位数是哪个统计:不足三个的组不公开 · which of them counts respondents: a group of fewer than three is confidential"
    )
    shares: Mapping[Name, Share] = Field(default_factory=dict, description="比重 · shares")
    wholes: tuple[Whole, ...] = Field(
        default=(), description="各组之和与哪些数核对 · what the groups together are compared with"
    )


@declared
class Page:
    """专题页 · A family of indicators: which figures stand side by side, in which rows, and what stands beside them."""

    name: Name = Field(description="名称:成品表为 mart_名称 · its name: the mart is mart_<name>")
    zh: Words = Field(description="表的说明 · what the mart is, in Chinese")
    en: Words = Field(description="英文 · in English")
    grain: tuple[GrainWord, ...] = Field(
        default=("time_period", "ref_area"), description="一行是什么 · what tells the rows apart"
    )
    families: tuple[Code, ...] = Field(
        default=(),
        description="粒度里有 indicator_id 时,哪些专题的指标各占一行 · where indicator_id is of the grain: of which families",
    )
    figures: Mapping[Name, Figure] = Field(default_factory=dict, description="各数 · the figures")
    main: MaybeName = Field(
        default="",
        description="主要的数,不写为第一个:行的保密状态和示例标志是它的 · the figure that the row is about, the first if none"
        " is named: conf_status and is_synthetic are its own",
    )
    growth_of: Mapping[Name, Growth] = Field(
        default_factory=dict, description="哪些数附同比 · figures with their growth beside them"
    )
    summed: tuple[Name, ...] = Field(
        default=(),
        description="哪些数与台账之和核对 · figures beside which stands what the register adds up to",
    )
    parts: Mapping[Name, Parts] = Field(default_factory=dict, description="合计与部分 · wholes and parts")
    counts: Mapping[Name, Count] = Field(default_factory=dict, description="台账数 · counts of registers")
    ratios: Mapping[Name, Ratio] = Field(default_factory=dict, description="比值 · ratios")
    contribution_of: MaybeName = Field(
        default="",
        description="哪个数附拉动和贡献率 · the figure whose contribution to the whole area stands beside it",
    )
    lines: Lines | None = Field(
        default=None, description="逐条列出,不设各数 · a row a series instead of figures"
    )
    groups: Groups | None = Field(
        default=None, description="台账分组,不设各数 · a register group by group instead of figures"
    )
