"""The files of an office's catalogue: each is declared once, as the model of its rows, column by column.

A column without a default has to be there and filled; a cell left blank, and a column left out, mean the default.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, get_args

from pydantic import Field

from ingest.declared import closed_lists as lists
from ingest.declared.declared import (
    Code,
    Currency,
    Day,
    MaybeCode,
    MaybeCurrency,
    MaybeMonth,
    MaybePeriod,
    Month,
    Period,
    Row,
    Words,
    YesNo,
    declared,
    fields_of,
)
from ingest.office.relation.rows import ExchangeRate, Part, Partition, RankUniverse
from ingest.office.return_days import ClosedPeriod, Due, Holiday

PowerOfTen = Annotated[int, Field(ge=-12, le=12, examples=["4"])]


@declared
class Indicator(Row):
    """指标目录 · The indicators, with what a form need not say of them: it names only what differs."""

    KEY = ("indicator_id",)
    indicator_id: Code = Field(description="指标编号 · id of the indicator")
    indicator_zh: Words = Field(description="中文名 · Chinese name")
    indicator_en: str = Field(default="", description="英文名 · English name")
    family: Code = Field(description="专题,决定进哪张成品表 · the family, and so its mart")
    definition_zh: str = Field(default="", description="定义 · definition in Chinese")
    definition_en: str = Field(default="", description="定义(英文) · definition in English")
    definition_source: str = Field(default="", description="定义出处 · source of the definition")
    method_id: Code = Field(description="口径,见 method.csv · method, of method.csv")
    unit_measure: Code = Field(description="存储单位 · unit in which it is kept, as CNY")
    display_unit_zh: Words = Field(description="显示单位 · unit in which it is shown, as 万元")
    display_unit_mult: PowerOfTen = Field(description="显示单位是存储单位的 10 的几次方 · its power of ten")
    display_decimals: Annotated[int, Field(ge=0, le=6)] = Field(description="显示几位小数 · decimals shown")
    currency: Currency = Field(description="币种,不适用为 _Z · currency, _Z for none")
    price_basis: lists.PriceBasis = Field(description="价格 · price basis, _Z for none")
    stock_or_flow: lists.StockOrFlow = Field(description="时点数或时期数 · a stock or a flow")
    accumulation: lists.Accumulation = Field(description="缺省累计口径 · accumulation where a form says none")
    january_exempt: YesNo = Field(default=False, description="1月免报 · no return for January")
    scale: lists.Scale = Field(
        default="ratio", description="量表:等级不作加减 · scale; ordinal ones are not subtracted"
    )
    direction: lists.Direction = Field(description="高好还是低好 · whether higher or lower is better")
    level_collected: YesNo = Field(default=True, description="是否收绝对量 · whether a level is handed in")
    is_profit: YesNo = Field(
        default=False,
        description="是不是利润：正负变化写由亏转盈、由盈转亏、减亏、增亏 · a profit, whose sign has words of its own",
    )
    owner_department_id: Code = Field(description="责任部门 · the department that does the work")
    primary_form: Code = Field(description="主报表 · the form that speaks for it")
    reporting_level: lists.ReportingLevel = Field(
        description="上报、认定或最终 · claimed, recognised or final"
    )
    conf_status: lists.ConfStatus = Field(description="公开程度 · confidentiality, by CL_CONF_STATUS")
    range_low: Decimal | None = Field(
        default=None, description="合理范围下限,按存储单位 · least plausible value, in unit_measure"
    )
    range_high: Decimal | None = Field(default=None, description="合理范围上限 · greatest plausible value")


@declared
class Method(Row):
    """口径 · The rules by which indicators are counted."""

    KEY = ("method_id",)
    method_id: Code = Field(description="口径编号 · id of the method")
    method_zh: Words = Field(description="中文名 · Chinese name")
    method_en: str = Field(default="", description="英文名 · English name")
    method_source: str = Field(default="", description="出处 · source")


@declared
class Area(Row):
    """地区 · The areas that figures are about."""

    KEY = ("ref_area",)
    ref_area: Code = Field(description="地区代码 · code of the area")
    area_zh: Words = Field(description="中文名 · Chinese name, as forms write it")
    area_en: str = Field(default="", description="英文名 · English name")
    area_level: Code = Field(description="级别,表式的 areas 用它 · level, which a form's `areas` names")
    parent_civil: MaybeCode = Field(default="", description="行政上级 · the area that governs it")
    parent_statistical: MaybeCode = Field(default="", description="统计上级 · the area that it is counted in")
    valid_from: MaybeMonth = Field(default="", description="从何月起 · first month")
    valid_to: MaybeMonth = Field(default="", description="到何月止 · last month")
    edition: str = Field(default="", description="代码版本 · edition of the code")
    is_sample: YesNo = Field(default=False, description="是否示例 · whether it is invented")


@declared
class Place(Row):
    """地点 · Places within an area: communities, sites, buildings."""

    KEY = ("place_id",)
    place_id: Code = Field(description="地点编号;_T 为全域 · id of the place; _T is the whole")
    place_zh: Words = Field(description="中文名 · Chinese name")
    place_en: str = Field(default="", description="英文名 · English name")
    place_kind: str = Field(default="", description="种类 · kind")
    parent: MaybeCode = Field(default="", description="上级地点 · the place it lies in")
    ref_area: MaybeCode = Field(default="", description="所在地区 · the area it lies in")
    valid_from: MaybeMonth = Field(default="", description="从何月起 · first month")
    valid_to: MaybeMonth = Field(default="", description="到何月止 · last month")


@declared
class Department(Row):
    """部门 · The departments that hand in, and so the folders of the inbox."""

    KEY = ("department_id",)
    department_id: Code = Field(description="部门编号 · id of the department")
    department_zh: Words = Field(description="中文名,也是收件箱文件夹名 · Chinese name, also of its folder")
    department_en: str = Field(default="", description="英文名 · English name")
    valid_from: MaybeMonth = Field(default="", description="从何月起 · first month")
    valid_to: MaybeMonth = Field(default="", description="到何月止 · last month")
    note: str = Field(default="", description="备注 · remark")
    contact: str = Field(default="", description="联系人,通知写给谁 · whom a notice is for")
    telephone: str = Field(default="", description="联系人的电话 · the telephone of that person")
    email: str = Field(default="", description="联系人的电子邮箱 · the address of that person for mail")


@declared
class Unit(Row):
    """单位 · The unit words that departments write. One of them is 10 ** `unit_mult` of `unit_measure`."""

    KEY = ("unit_zh",)
    unit_zh: Words = Field(description="单位写法 · the word as it is written, as 万元")
    unit_measure: Code = Field(description="存储单位 · the unit that it is kept in, as CNY")
    unit_mult: PowerOfTen = Field(description="10 的几次方 · its power of ten")
    dimension: Code = Field(description="量纲,计数为 count · what it measures; counts are `count`")
    currency: MaybeCurrency = Field(default="", description="币种 · currency of an amount of money")


@declared
class Breakdown(Row):
    """分组 · The groups that an indicator is broken down by."""

    KEY = ("breakdown",)
    breakdown: Code = Field(description="分组编号;_T 为合计 · id of the group; _T is the total")
    breakdown_zh: Words = Field(description="中文名 · Chinese name")
    breakdown_en: str = Field(default="", description="英文名 · English name")
    list: MaybeCode = Field(default="", description="属于哪个分组表 · the list that it belongs to")
    relation: lists.Relation = Field(description="与合计的关系 · how it relates to the total")


@declared
class Release(Row):
    """发布日历 · When the figures of a form are released, which ends their embargo: a period's day, or a rule for every
    period that has none."""

    KEY = ("form_id", "period")
    form_id: Code = Field(description="表式 · form")
    period: MaybePeriod = Field(
        default="", description="报告期；不填为每期的规则 · period; blank for the rule"
    )
    months_after: Annotated[int, Field(ge=0, le=24, examples=["1"])] | None = Field(
        default=None, description="规则：报告期后第几个月 · rule: how many months after the period"
    )
    day: Annotated[int, Field(ge=1, le=31, examples=["28"])] | None = Field(
        default=None,
        description="规则：几日，遇周末、节假日顺延 · rule: the day; the next working day where it is none",
    )
    released_on: Day | None = Field(default=None, description="某期的发布日 · the day of a period's release")
    released_by_zh: Words = Field(description="谁发布 · who releases them")
    released_by_en: Words = Field(description="谁发布(英文) · who releases them")
    source: Words = Field(description="出处 · source")
    note: str = Field(default="", description="备注 · remark")


@declared
class RegisterMeasure(Row):
    """台账汇总 · Which field of a register adds up to which indicator."""

    KEY = ("indicator_id", "breakdown", "freq", "accumulation", "status_class", "target_kind", "form_id")
    indicator_id: Code = Field(description="指标 · indicator")
    breakdown: Code = Field(default="_T", description="分组 · breakdown")
    freq: lists.Freq = Field(description="频率 · frequency")
    accumulation: lists.Accumulation = Field(description="累计口径 · accumulation")
    status_class: lists.StatusClass = Field(default="actual", description="实际或目标 · actual or target")
    target_kind: lists.TargetKind = Field(default="_Z", description="目标种类 · kind of target")
    form_id: Code = Field(description="表式 · form")
    register: Code = Field(description="台账 · register, as the form calls it")
    aggregation: lists.Aggregation = Field(description="怎样汇总 · how rows are added up")
    field: Code = Field(description="汇总哪一栏 · the field that is added up")
    where_field: MaybeCode = Field(
        default="", description="只算哪些行:看哪一栏 · only rows in which this field"
    )
    where_op: lists.Condition | None = Field(default=None, description="等于或不等于 · is, or is not,")
    where_value: str = Field(default="", description="什么值 · this value")
    year_field: MaybeCode = Field(
        default="", description="每行自己的年份在哪一栏 · the field with a row's own year"
    )
    month_field: MaybeCode = Field(
        default="",
        description="从哪个月起计入，看哪一栏（认定月份）；晚于报告期的还不算 · the field with the month from which a row counts"
        " (of its recognition); one that is later than the return's does not count yet",
    )
    unit_field: MaybeCode = Field(
        default="",
        description="哪一栏写明企业、投资方或项目单位；不填则不按单位判断能否公布"
        " · the field that names the enterprise, investor or owner; blank: no units are counted",
    )


@declared
class Alias(Row):
    """别名 · Other names under which somebody may look for a series."""

    KEY = ("alias",)
    alias: Code = Field(description="别名 · the other name")
    indicator_id: Code = Field(description="指标 · indicator")
    measure: lists.Measure = Field(default="VALUE", description="量 · measure")
    time_transform: lists.TimeTransform = Field(default="N", description="变换 · transformation")
    breakdown: Code = Field(default="_T", description="分组 · breakdown")
    method_id: MaybeCode = Field(default="", description="口径 · method")
    status_class: lists.StatusClass = Field(default="actual", description="实际或目标 · actual or target")
    note: str = Field(default="", description="备注 · remark")


@declared
class Break(Row):
    """断点 · Breaks, after which a series is another one: of an indicator by a method in an area."""

    KEY = ("indicator_id", "method_id", "ref_area", "time_period")
    indicator_id: Code = Field(description="指标 · indicator")
    time_period: Month = Field(description="从何月起是另一口径 · the month from which it is another one")
    kind: lists.BreakKind = Field(description="断点种类 · what has changed")
    reason_zh: Words = Field(description="原因 · reason in Chinese")
    reason_en: Words = Field(description="原因(英文) · reason in English")
    source: Words = Field(description="出处 · source")
    # What changes nationwide in what a ministry counts is no break of what a street is credited with.
    method_id: MaybeCode = Field(
        default="", description="哪个口径的;空为都算 · of which method; blank is of all"
    )
    ref_area: MaybeCode = Field(
        default="", description="哪个地区的;空为都算 · of which area; blank is of all"
    )


@declared
class RenamedId(Row):
    """改编号 · An id that has given way to another one from a day on."""

    KEY = ("kind", "old_id")
    kind: lists.IdKind = Field(description="哪一类编号 · the kind of id")
    old_id: Code = Field(description="旧编号 · the old id")
    new_id: Code = Field(description="新编号 · the new id")
    valid_from: Day = Field(description="从何日起 · the first day")
    reason_zh: Words = Field(description="原因 · reason in Chinese")
    reason_en: Words = Field(description="原因(英文) · reason in English")
    source: Words = Field(description="出处 · source")


@declared
class DisclosureWaiver(Row):
    """公布特批 · A figure that stays public although it lets single units be inferred, because it has been published."""

    KEY = ("indicator_id", "ref_area", "breakdown", "period", "accumulation", "time_transform", "valid_from")
    indicator_id: Code = Field(description="指标 · indicator")
    ref_area: Code = Field(description="地区 · area")
    breakdown: Code = Field(default="_T", description="分组 · breakdown")
    period: Period = Field(description="时期，月份或年份 · period, a month or a year")
    accumulation: lists.Accumulation = Field(description="累计口径 · accumulation")
    time_transform: lists.Waivable = Field(
        default="N",
        description="公布过的是数(N)还是同比(G1Y) · whether the level (N) or its growth (G1Y) is public",
    )
    reason_zh: Words = Field(description="为何仍公布 · why it stays public, Chinese")
    reason_en: Words = Field(description="为何仍公布(英文) · why it stays public, English")
    source: Words = Field(description="在哪里公布过 · where it has been published")
    by: Words = Field(description="谁批准 · who approved it")
    valid_from: Day = Field(description="从何日起 · first day")
    valid_to: Day | None = Field(default=None, description="到何日止 · last day")


@declared
class Catalogue:
    """The files of `catalogue/`, each the rows of the file of its name. One with a default may be missing."""

    indicator: tuple[Indicator, ...]
    method: tuple[Method, ...]
    area: tuple[Area, ...]
    place: tuple[Place, ...]
    department: tuple[Department, ...]
    unit: tuple[Unit, ...]
    breakdown: tuple[Breakdown, ...]
    calendar: tuple[Due, ...]
    register_measure: tuple[RegisterMeasure, ...]
    partition: tuple[Partition, ...]
    alias: tuple[Alias, ...]
    closed_period: tuple[ClosedPeriod, ...]
    # Read under a name of its own: `break` is a word of Python.
    breaks: tuple[Break, ...] = Field(alias="break")
    rename: tuple[RenamedId, ...] = ()
    holiday: tuple[Holiday, ...] = ()
    release: tuple[Release, ...] = ()
    of_which: tuple[Part, ...] = ()
    rank_universe: tuple[RankUniverse, ...] = ()
    exchange_rate: tuple[ExchangeRate, ...] = ()
    disclosure_waiver: tuple[DisclosureWaiver, ...] = ()


def row_models() -> dict[str, type[Row]]:
    """The model of a file's rows, by the name of the file without its ending."""
    return {name: get_args(field.annotation)[0] for name, field in fields_of(Catalogue).items()}
