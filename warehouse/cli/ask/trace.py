"""`indicators trace`: from a number to its cells."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from ingest.office.load import load_office
from ingest.office.revision_reason import FIRST, NOT_STATED, REVISION_REASONS
from warehouse.answers.trace import trace as follow
from warehouse.answers.trace_rows import OtherForm, Trace, TracedCorrection, TracedVintage
from warehouse.cli.options import AsOf, Json, Snapshot
from warehouse.cli.screen import both, local_time, print_json, say
from warehouse.cli.source import published_file
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog
from warehouse.language import languages, mixed
from warehouse.series.choice import SeriesRequest, periods_of
from warehouse.series.words import series_zh, window_zh
from warehouse.settings import BUSINESS_ZONE
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators trace fdi_actual_utilized 2023-12",
    "indicators trace 实际到账外资 2023年12月 --transform G1Y",
    "indicators trace fixed_asset_investment 202312 --transform G1Y --measure RANK --json",
)

_ROLES = {
    "value": ("数值", "value"),
    "check": ("重复填写", "check"),
    "component": ("组成", "component"),
    "base": ("上年同期", "base"),
    "base_own": ("上年自报", "base_own"),
    "growth": ("同比", "growth"),
    "level": ("本期数", "level"),
}
_REASONS = {FIRST: ("", ""), NOT_STATED: ("未说明", "not stated"), **REVISION_REASONS}
# Said by nothing being said: the default series, and what an indicator alone tells.
_UNSAID = frozenset({"VALUE", "_T", "_Z", "N", "actual", "OWN"})
_OF_INDICATOR = frozenset({"method_id", "freq"})


Indicator = Annotated[str, typer.Argument(metavar="INDICATOR", help="指标编号或中文名 · id or Chinese name")]
Period = Annotated[str, typer.Argument(metavar="PERIOD", help="2023-12、202312、2023年12月、2023")]
Area = Annotated[str | None, typer.Option(help="地区代码或名称 · area, code or name", show_default=False)]
Breakdown = Annotated[str | None, typer.Option(help="分组，_T 为合计 · breakdown", show_default=False)]
Accumulation = Annotated[str | None, typer.Option(help="PERIOD YTD POINT LIFE", show_default=False)]
Transform = Annotated[str | None, typer.Option(help="N 水平 level · G1Y 同比 growth", show_default=False)]
Measure = Annotated[str | None, typer.Option(help="VALUE 数值 · RANK 位次", show_default=False)]
StatusClass = Annotated[
    str | None, typer.Option("--status", help="actual target forecast", show_default=False)
]
Scope = Annotated[str | None, typer.Option(help="OWN QUOTED COMPARABLE", show_default=False)]
Place = Annotated[str | None, typer.Option(help="地点编号或名称 · place, id or name", show_default=False)]
Component = Annotated[
    str | None, typer.Option(help="拉动来源的地区代码 · contributing area", show_default=False)
]
Method = Annotated[str | None, typer.Option(help="口径 · method", show_default=False)]
Target = Annotated[
    str | None, typer.Option(help="目标种类 · kind of target: assigned plan stretch", show_default=False)
]
Freq = Annotated[str | None, typer.Option(help="M 月 month · A 年 year", show_default=False)]


def trace(
    indicator: Indicator,
    period: Period,
    area: Area = None,
    breakdown: Breakdown = None,
    accumulation: Accumulation = None,
    transform: Transform = None,
    measure: Measure = None,
    status: StatusClass = None,
    scope: Scope = None,
    place: Place = None,
    component: Component = None,
    method: Method = None,
    target: Target = None,
    freq: Freq = None,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
    json: Json = False,
) -> int:
    """Print the cells that a number rests on. ChoiceError where the series is not the only one, or is none."""
    given = {
        "ref_area": area,
        "breakdown": breakdown,
        "accumulation": accumulation,
        "time_transform": transform,
        "measure": measure,
        "status_class": status,
        "scope_basis": scope,
        "place_id": place,
        "component_area": component,
        "method_id": method,
        "target_kind": target,
        "freq": freq,
    }
    asked = SeriesRequest(
        indicator, periods_of(period), {name: value for name, value in given.items() if value is not None}
    )
    settings = settings_from_environment()
    office = load_office(settings.office)
    found = follow(published_file(settings, as_of, snapshot), asked, office.ref_area)
    if json:
        print_json(found.as_dict())
    else:
        _show(found)
    return 0


def _show(found: Trace) -> None:
    zh, en = _sentences(found)
    sentences, formulas = {"zh": zh, "en": en}, {"zh": found.formula_zh, "en": found.formula_en}
    for language in languages():
        say(sentences[language])
    for language in languages():
        say(f"  {formulas[language]}")
    say()
    _show_cells(found)
    if len(found.vintages) > 1:
        _show_vintages(found)
    for other in found.other_forms:
        also = both("另一张表", "also in")
        say(
            f"  {also} {other.form_id}: {_shown(other, other.display_unit)}  {other.file} {other.sheet}!{other.cell}"
        )
    say()
    say(f"{both('快照', 'snapshot')} {found.snapshot_id}")


def _sentences(found: Trace) -> tuple[str, str]:
    """The number and its cell in one sentence, in each language."""
    name = series_zh(found.indicator_zh, found.breakdown_zh, found.dimensions)
    window = window_zh(found.time_period, found.dimensions["accumulation"])
    shown = _shown(found, found.display_unit)
    zh = f"{found.area_zh} {window} {name} = {shown}"
    dimensions = " ".join(
        value
        for name, value in found.dimensions.items()
        if name not in _OF_INDICATOR and value not in _UNSAID
    )
    en = f"{found.indicator_id} {found.time_period} {dimensions} in {found.ref_area} = {shown}"
    value = next((cell for cell in found.cells if cell.current and cell.role == "value"), None)
    if value:
        day = f"{_instant(value.received_at).astimezone(BUSINESS_ZONE):%Y-%m-%d}"
        zh += (
            f"，来自{found.department_zh} {day} 报送的《{value.file}》“{value.sheet}”表 {value.cell} 单元格，"
        )
        zh += f"原文“{value.raw_text}”"
        en += f", from {value.file} {value.sheet}!{value.cell}, “{value.raw_text}”, handed in on {day}"
    elif counted := [cell for cell in found.cells if cell.current and cell.role == "component"]:
        stated = [cell for cell in found.cells if cell.current and cell.role == "check"]
        where = "、".join(cell.cell for cell in stated)
        zh += f"，由《{counted[0].file}》“{counted[0].sheet}”表的 {len(counted)} 个单元格得出，"
        zh += f"与合计 {where} 所写“{stated[0].raw_text}”不一致" if stated else "表中没有这个数"
        en += f", from {len(counted)} cells of {counted[0].file} {counted[0].sheet}; "
        en += f"the total at {where} says “{stated[0].raw_text}”" if stated else "no cell states it"
    return f"{zh}。", f"{en}."


def _show_cells(found: Trace) -> None:
    """What the number rests on now; what was superseded is only counted, its vintages follow."""
    now = [cell for cell in found.cells if cell.current]
    columns = [both("作用", "role"), both("文件", "file"), both("工作表", "sheet"), both("单元格", "cell")]
    print_table(
        [*columns, both("原文", "as written"), both("收到", "received"), ""],
        [
            [
                both(*_ROLES[cell.role]),
                cell.file,
                cell.sheet,
                cell.cell,
                cell.raw_text,
                local_time(_instant(cell.received_at)),
                mixed("示例", "sample", "示例") if cell.is_synthetic else "",
            ]
            for cell in now
        ],
    )
    before = len(found.cells) - len(now)
    if before:
        say(
            both(
                f"另有 {before} 个单元格在已被取代的报送中，见 --json",
                f"{before} more in superseded submissions, see --json",
            )
        )


def _show_vintages(found: Trace) -> None:
    say()
    columns = [both("第几版", "vintage"), both("值", "value"), both("文件", "file"), both("单元格", "cell")]
    columns += [both("收到", "received"), both("采用", "accepted"), both("修订原因", "reason"), ""]
    print_table(
        columns,
        [
            [
                str(one.vintage),
                _shown(one, found.display_unit),
                one.file,
                f"{one.sheet}!{one.cell}" if one.cell else "",
                local_time(_instant(one.received_at)),
                local_time(_instant(one.accepted_at)),
                both(*_REASONS.get(one.revision_reason, (one.revision_reason,) * 2)),
                both("现行", "current") if one.current else "",
            ]
            for one in found.vintages
        ],
        numbers=[0, 1],
    )
    for one in found.vintages:
        if one.correction:
            _show_correction(one.correction)


def _show_correction(one: TracedCorrection) -> None:
    say(
        "  "
        + both(
            f"更正 {one.correction_id}:{one.reason_zh}；提出 {one.author}，批准 {one.approver}，报送人确认 {one.confirmed_by}",
            f"correction {one.correction_id}: {one.reason_en}; by {one.author}, approved by {one.approver},"
            f" confirmed by {one.confirmed_by}",
        )
    )


def _shown(said: Trace | TracedVintage | OtherForm, unit: str) -> str:
    """A value with its unit. A word in place of a number, 待核 or 10余家, has no unit behind it."""
    return said.display_value if said.value is None else f"{said.display_value}{unit}"


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
