"""The traces of a half year of a line: for each figure the sentence that says where it comes from, how it was read or
computed, what it was before, and which cells are to be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from warehouse.formula import value_in_words
from warehouse.pages.facts import Facts, Row, Rows, day_of
from warehouse.pages.figure import Figure, amount
from warehouse.pages.line import Line, Point, half_year
from warehouse.pages.sheet_picture import Wanted
from warehouse.pages.typography import full_width, span
from warehouse.pages.vintage import Vintage, vintages_in

_NAMES = {
    "value": "本期数",
    "base": "上年同期",
    "growth": "同比（填报）",
    "computed": "同比（计算）",
    "change": "增速变动",
    "month": "当月数",
    "target": "年度目标",
    "completion": "完成率",
    "gap": "超欠进度",
    "rank": "位次",
}
_ROLES = {"component": "组成", "check": "核对"}
_LISTED = 12
# The code of a unit, as formulas name it.
_CODE = re.compile(r" ([A-Z][A-Z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Source:
    """The cell that says a figure, and how it was read. `cell` of a sum: the first of its cells to the last."""

    department_zh: str
    received_on: date
    file: str
    sheet: str
    cell: str
    raw_text: str
    row_path: str
    col_path: str
    read_zh: str
    others_zh: str


@dataclass(frozen=True, slots=True)
class Block:
    """One figure and where it comes from. `inputs`: what it was computed of, each with its own trace."""

    anchor: str
    name: str
    figure: Figure
    unit: str
    source: Source | None = None
    formula: str = ""
    inputs: tuple[tuple[str, Figure, str], ...] = ()
    beside: tuple[tuple[str, str, Figure], ...] = ()
    more_beside: int = 0
    vintages: tuple[Vintage, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The traces of one period. `papers`: the pieces of sheets to be shown, each with what is to be said of its return."""

    period: str
    title: str
    blocks: tuple[Block, ...]
    papers: tuple[tuple[Wanted, str], ...]


def sections_of(facts: Facts, line: Line, half: str) -> tuple[Section, ...]:
    """The traces of a half year of a line, the newest period first."""
    before: dict[str, Point] = dict(zip((each.period for each in line.points[1:]), line.points, strict=False))
    return tuple(
        _section(facts, line, point, before.get(point.period))
        for point in reversed(line.points)
        if half_year(point.period) == half
    )


def vintages_of(facts: Facts, point: Point) -> list[tuple[str, Vintage]]:
    """What readers knew on which day of the value and the growth of a point."""
    return [
        (_NAMES[kind], vintage)
        for kind, figure in (("value", point.value), ("growth", point.reported))
        if kind in point.sources
        for vintage in vintages_in(facts, facts.observations[point.sources[kind]], figure)
    ]


def _section(facts: Facts, line: Line, point: Point, before: Point | None) -> Section:
    percent = {
        "growth": "%",
        "computed": "%",
        "completion": "%",
        "change": "个百分点",
        "gap": "个百分点",
        "rank": "位",
    }
    figures = {
        "value": point.value,
        "base": point.base,
        "growth": point.reported,
        "computed": point.computed,
        "change": point.change,
        "month": point.month,
        "target": point.target,
        "completion": point.completion,
        "gap": point.gap,
        "rank": point.rank,
    }
    blocks = []
    for kind, figure in figures.items():
        if figure is None or f"#{point.period}-{kind}" not in figure.href:
            continue
        unit = percent.get(kind, line.unit_zh)
        if not figure.is_number and kind in percent:
            unit = ""
        anchor = f"{point.period}-{kind}"
        shown = figure.at("")
        if kind in point.sources:
            blocks.append(
                observed(facts, facts.observations[point.sources[kind]], anchor, _NAMES[kind], shown, unit)
            )
        else:
            formula, inputs = _computed(kind, point, before, line.unit_zh)
            blocks.append(Block(anchor, _NAMES[kind], shown, unit, formula=formula, inputs=inputs))
    return Section(
        point.period,
        span(point.period, point.period_zh),
        tuple(blocks),
        papers_of(facts, point.sources.values()),
    )


def _computed(
    kind: str, point: Point, before: Point | None, unit: str
) -> tuple[str, tuple[tuple[str, Figure, str], ...]]:
    """The formula of a computed figure in words, and what goes into it."""
    match kind:
        case "computed":
            return "（本期数 ÷ 上年同期 − 1）× 100", (
                ("本期数", point.value, unit),
                ("上年同期", point.base, unit),
                ("与填报相比", Figure(point.agreement_zh), ""),
            )
        case "completion":
            return "本期数 ÷ 年度目标 × 100", (
                ("本期数", point.value, unit),
                ("年度目标", point.target, unit),
            )
        case "gap":
            return "完成率 − 时间进度", (
                ("完成率", point.completion, "%"),
                (
                    "时间进度",
                    amount(point.pace, decimals=2) if point.pace is not None else Figure("不适用"),
                    "%",
                ),
            )
        case "change":
            assert before is not None
            why = point.why["why_zh"] if point.why else ""
            return f"本期增速 − 上期增速。{full_width(why)}", (
                ("本期增速", point.growth, "%"),
                (f"上期增速（{before.period_zh}）", before.growth, "%"),
            )
        case _:
            parts = [("本期累计", point.value, unit)]
            if before is not None and before.year == point.year:
                parts.append((f"上期累计（{before.period_zh}）", before.value, unit))
            if point.month_before is not None:
                parts.append(("上年同月（推算）", point.month_before.at(""), unit))
            return "本期累计 − 上期累计（推算，不是报来的）", tuple(parts)


def observed(facts: Facts, said: Row, anchor: str, name: str, figure: Figure, unit: str) -> Block:
    """The trace of a figure that was handed in, or added up from a register. `said`: its row of fct_observation."""
    beside = facts.cells.get(said["observation_id"], [])
    own = [row for row in beside if row["submission_id"] == said["submission_id"]]
    return Block(
        anchor=anchor,
        name=name,
        figure=figure,
        unit=unit,
        source=_source(facts, said, len([row for row in own if row["role"] == "component"])),
        beside=tuple((_ROLES[row["role"]], row["source_cell"], _raw(row)) for row in own[:_LISTED]),
        more_beside=max(0, len(own) - _LISTED),
        vintages=vintages_in(facts, said, figure),
    )


def _raw(row: Row) -> Figure:
    return Figure(row["raw_text"] or "空", row["is_synthetic"])


def _source(facts: Facts, said: Row, components: int) -> Source:
    submission = facts.submissions[said["submission_id"]]
    shown = facts.shown.get(said["observation_id"])
    register = next(
        (
            row
            for row in facts.vintages.get((said["series_id"], said["time_period"]), [])
            if row["value_origin"] == "register" and row["submission_id"] == said["submission_id"]
        ),
        None,
    )
    words = value_in_words(
        shown or {**said, "reconciliation": "single", "rank_of_n": None}, said, register, components
    )
    return Source(
        department_zh=submission["department_zh"],
        received_on=day_of(said["received_at"]),
        file=said["source_file"],
        sheet=said["source_sheet"],
        cell=said["source_cell"],
        raw_text=said["raw_text"],
        row_path=said["row_path"] or "",
        col_path=said["col_path"] or "",
        read_zh=_in_words(facts, full_width(words[0])),
        others_zh=_others(facts, said),
    )


def _in_words(facts: Facts, text: str) -> str:
    """With the words of the units in the place of their codes."""
    return _CODE.sub(lambda found: facts.units.get(found[1], found[0]), text)


def _checked(checked: Row | None) -> str:
    if checked is None:
        return "这份报表没有审核记录"
    passed = "全部通过" if not checked["not_passed"] else f"其中{checked['not_passed']}条未通过，见质量页"
    return f"这份报表审核{checked['checks']}条，{passed}"


def _others(facts: Facts, said: Row) -> str:
    """What other forms say of the same figure."""
    words = []
    for row in facts.reconciled.get((said["series_id"], said["time_period"]), []):
        other = facts.observations.get(row["other_id"])
        if row["observation_id"] == said["observation_id"] and other is not None:
            where = (
                "本表明细之和"
                if row["other_origin"] == "register"
                else f"《{facts.form(row['other_form_id'])}》"
            )
            verdict = "一致" if row["reconciliation"] == "agrees" else "不符"
            words.append(f"与{where} {other['source_cell']} {verdict}")
    return full_width("；".join(dict.fromkeys(words)))


def invented_words(facts: Facts, submission_id: str, sheet: str) -> str:
    """What of an invented return is invented: all but the cells that hold figures of the work report. Empty for a real
    return."""
    if not facts.submissions[submission_id]["is_sample"]:
        return ""
    ordered = sorted(set(facts.real.get((submission_id, sheet), [])), key=lambda cell: (len(cell), cell))
    if not ordered:
        return "表中的数均为示例。"
    return f"表中的数除{'、'.join(ordered[:_LISTED])}{'等' if len(ordered) > _LISTED else ''}外均为示例。"


def papers_of(facts: Facts, observation_ids: Iterable[int]) -> tuple[tuple[Wanted, str], ...]:
    """The pieces of sheets to be shown: one a sheet, around the first of the cells on it, all of them marked; and by which
    form it was read, where its period stands and what its checks said."""
    cells: dict[tuple[str, str], Rows] = {}
    for observation_id in observation_ids:
        said = facts.observations[observation_id]
        cells.setdefault((said["submission_id"], said["source_sheet"]), []).append(said)
    found = []
    for (submission_id, sheet), rows in cells.items():
        first = rows[0]
        addresses = tuple(dict.fromkeys(row["source_cell"] for row in rows))
        wanted = Wanted(facts.submissions[submission_id]["sha256"], first["source_file"], sheet, addresses)
        period = f"，期别由“{first['period_raw']}”读出" if first["period_raw"] else ""
        words = f"表式：{full_width(facts.form(first['form_id']))}{period}。{_checked(facts.checked.get(submission_id))}。"
        found.append((wanted, invented_words(facts, submission_id, sheet) + words))
    return tuple(found)
