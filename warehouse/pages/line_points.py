"""The lines of a published file: which figures of the marts stand in a row of a line, and which observation or result
each one is. The figures are the marts' own; they are only put together here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from warehouse.pages.facts import Facts, Row
from warehouse.pages.figure import Figure, amount, displayed, none
from warehouse.pages.line import TOTAL, Line, Point
from warehouse.pages.typography import full_width

SUPPRESSED = "SUPPRESSED"
_NO_TARGET = "无总量目标"
_SAID_UP = "增长"
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)收到")


def lines_of(facts: Facts, own_area: str) -> list[Line]:
    """Every line of a published file, in the order of the catalogue. `own_area`: the code of the office's own area."""
    known = _Known(_ranks(facts), _levels(facts), _promises(facts))
    rows: dict[str, list[Row]] = {}
    for row in facts.headlines:
        rows.setdefault(row["row_key"].partition("|")[0], []).append(row)
    found = []
    taken: set[str] = set()
    for series_id, of_line in rows.items():
        of_line.sort(key=lambda row: row["row_key"])
        about = _about(facts, known, series_id, of_line[-1])
        slug = _slug(about, series_id, own_area)
        if slug in taken:
            slug = f"{slug}-{series_id[:8]}"
        taken.add(slug)
        line = Line(
            slug=slug,
            series_id=series_id,
            indicator_id=about["indicator_id"],
            name=full_width(of_line[-1]["line_zh"]),
            area_zh=full_width(of_line[-1]["area_zh"]),
            ref_area=about["ref_area"],
            breakdown=about["breakdown"],
            unit_zh=of_line[-1]["unit_zh"],
            family=facts.indicators[about["indicator_id"]]["family"],
            family_zh=facts.word("CL_FAMILY", facts.indicators[about["indicator_id"]]["family"]),
            # The public build tells no order of what it withholds.
            order=of_line[-1]["line_order"] or facts.indicators[about["indicator_id"]]["sort_order"] * 1000,
            is_own=about["ref_area"] == own_area,
            freq=about["freq"],
            points=(),
        )
        found.append(replace(line, points=_points(facts, line, of_line, known)))
    return sorted(found, key=lambda line: (line.order, not line.is_own, line.area_zh, line.slug))


def _about(facts: Facts, known: _Known, series_id: str, row: Row) -> Row:
    """The dimensions of a line: of its growth, or of its level where there is none."""
    place = (series_id, row["row_key"].partition("|")[2])
    return facts.growth.get(place) or known.levels[place]


def _slug(about: Row, series_id: str, own_area: str) -> str:
    """The indicator's id for the line that is meant by it alone; any other has the beginning of its series' id, too."""
    plain = about["ref_area"] == own_area and about["breakdown"] == TOTAL and about["freq"] == "M"
    return about["indicator_id"] if plain else f"{about['indicator_id']}-{series_id[:8]}"


def _ranks(facts: Facts) -> dict[tuple[str, ...], Row]:
    """The rank that is shown for a line and period: that of the growth, where a form states it, before any other."""
    found: dict[tuple[str, ...], Row] = {}
    rows = [row for row in facts.shown.values() if row["measure"] == "RANK" and row["place_id"] == TOTAL]
    for row in sorted(rows, key=lambda row: (row["time_transform"] != "G1Y", row["series_id"])):
        found.setdefault(_rank_key(row, row["time_period"]), row)
    return found


def _rank_key(row: Row, period: str) -> tuple[str, ...]:
    return (row["indicator_id"], row["ref_area"], row["breakdown"], row["freq"], period)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is looked up for each point: the rank that is shown, what a series says in a period, what is promised for a year."""

    ranks: Mapping[tuple[str, ...], Row]
    levels: Mapping[tuple[str, str], Row]
    promises: Mapping[tuple[str, ...], Row]


def _levels(facts: Facts) -> dict[tuple[str, str], Row]:
    return {(row["series_id"], row["time_period"]): row for row in facts.shown.values()}


def _promises(facts: Facts) -> dict[tuple[str, ...], Row]:
    """The target of each line and year, as it is now."""
    rows = [
        row
        for row in facts.shown.values()
        if row["status_class"] == "target" and row["measure"] == "VALUE" and row["time_transform"] == "N"
    ]
    return {
        (row["indicator_id"], row["ref_area"], row["breakdown"], row["time_period"]): row
        for row in rows
        if row["place_id"] == TOTAL
    }


def _points(facts: Facts, line: Line, rows: list[Row], known: _Known) -> tuple[Point, ...]:
    points: list[Point] = []
    for row in rows:
        points.append(_point(facts, line, row, known, points[-1] if points else None))
    return tuple(points)


def _point(facts: Facts, line: Line, row: Row, known: _Known, before: Point | None) -> Point:
    period = row["row_key"].partition("|")[2]
    growth = facts.growth.get((line.series_id, period))
    target = facts.targets.get((line.series_id, period)) or (
        facts.targets.get((growth["growth_series_id"], period)) if growth else None
    )
    level = known.levels.get((line.series_id, period))
    level_id = level["observation_id"] if level else None
    place = (line.indicator_id, line.ref_area, line.breakdown, line.freq, period)
    rank = known.ranks.get(place) if row["rank"] else None
    # Where nothing actual is said yet, nothing is held against the promise, and it alone knows its cell.
    promise = (
        None if target else known.promises.get((line.indicator_id, line.ref_area, line.breakdown, period[:4]))
    )
    aimed_id = target["target_id"] if target else promise["observation_id"] if promise else None
    target_id = None if row["target"] is None else aimed_id
    said = {
        "value": level_id,
        "base": growth["base_id"] if growth else None,
        "growth": growth["growth_id"] if growth else None,
        "target": target_id,
        "rank": rank["observation_id"] if rank else None,
    }
    sources = {kind: found for kind, found in said.items() if found and found in facts.observations}
    # The public build knows no cells: there is nothing to lead to.
    at = "" if facts.is_public else f"{line.trace(period)}#{period}-"
    invented = _invented(target)
    unmet = _NO_TARGET if row["target"] is None else facts.reason(SUPPRESSED if facts.is_public else "_Z")
    said_growth = _growth_said(row)
    by_word = said_growth.is_number and before is not None
    return Point(
        row_key=row["row_key"],
        period=period,
        period_zh=row["period_zh"],
        value=_linked(_level(facts, growth, level_id), at, "value", sources),
        base=_linked(_base(facts, line, growth), at, "base", sources),
        growth=_linked(
            said_growth, at, "growth" if "growth" in sources else "computed", sources | {"computed": 0}
        ),
        reported=_linked(_reported(facts, growth), at, "growth", sources),
        computed=_computed(facts, growth).at(_place(at, "computed")) if growth else none("未填"),
        target=_linked(
            _number(
                row["target"],
                "target_value" in invented or bool(promise and promise["is_synthetic"]),
                _NO_TARGET,
            ),
            at,
            "target",
            sources,
        ),
        completion=_number(row["completion"], "completion" in invented, unmet, decimals=2).at(
            _place(at, "completion")
        ),
        gap=_number(row["gap_pp"], "progress_gap_pp" in invented, unmet, decimals=2, sign=True).at(
            _place(at, "gap")
        ),
        rank=_linked(
            _number(row["rank"], bool(rank and rank["is_synthetic"]), "无位次"), at, "rank", sources
        ),
        change=_change(row, said_growth, before).at(_place(at, "change")) if by_word else none("无上期增速"),
        **_months(facts, row["row_key"], at),
        rank_of=row["rank_of"],
        rank_change=row["rank_change"],
        standing_zh=row["standing_zh"],
        agreement_zh=_agreement(growth),
        state_zh=_state(row["state_zh"]),
        received_on=_received(row["state_zh"]),
        is_latest=row["is_latest"],
        pace=_pace(target),
        sources=sources,
        why=facts.whys.get(row["row_key"]),
        growth_row=growth,
    )


def _pace(target: Row | None) -> Decimal | None:
    passed = target and target["time_progress"]
    return None if passed is None else round(Decimal(str(passed)), 2)


def _received(state: str) -> date:
    """The day of arrival, as bi.headline says it: 2024-01-06收到."""
    found = _DAY.search(state)
    assert found, state
    return date.fromisoformat(found[1])


def _state(text: str) -> str:
    """How final the figure is: 认定; without what other columns say."""
    parts = text.partition("；示例")[0].split("；")
    return "；".join(
        part for part in parts if not part.startswith(("本期", "不收集", "没有")) and "收到" not in part
    )


def _linked(figure: Figure, at: str, kind: str, sources: Mapping[str, int]) -> Figure:
    """With the place of its trace, where there is a cell to be shown."""
    return figure.at(_place(at, kind)) if kind in sources else figure


def _place(at: str, kind: str) -> str:
    return at and f"{at}{kind}"


def _invented(row: Row | None) -> frozenset[str]:
    return frozenset(row["invented_figures"].split(",")) if row else frozenset()


def _number(
    value: Any, invented: bool, otherwise: str, *, decimals: int | None = None, sign: bool = False
) -> Figure:
    return none(otherwise) if value is None else amount(value, invented, decimals=decimals, sign=sign)


def _level(facts: Facts, growth: Row | None, level_id: int | None) -> Figure:
    row = facts.shown.get(level_id) if level_id else None
    if row is None:
        collected = growth is None or growth["reason"] != "LEVEL_NOT_COLLECTED"
        return none("没有本期数" if collected else "不收集绝对量")
    return shown_figure(row)


def shown_figure(row: Row) -> Figure:
    """A row of mart_indicator as it is displayed; in words where it is stated in words (10余, 近11倍)."""
    in_words = (
        row["obs_value"] is None and row["qualifier"] not in ("_Z", "eq") and row["obs_reason"] != SUPPRESSED
    )
    figure = displayed(row["display_value"], in_words)
    return (
        replace(figure, text=figure.text.removeprefix(_SAID_UP)) if row["time_transform"] == "G1Y" else figure
    )


def _base(facts: Facts, line: Line, growth: Row | None) -> Figure:
    if growth is None:
        return none("不比较")
    if growth["base_value"] is None:
        return none(facts.reason(growth["reason"] or (SUPPRESSED if facts.is_public else "BASE_MISSING")))
    row = facts.shown.get(growth["base_id"])
    if row is not None:
        return shown_figure(row)
    mult = facts.indicators[line.indicator_id]["display_unit_mult"]
    return amount(growth["base_value"].scaleb(-mult), "base_value" in _invented(growth))


def _reported(facts: Facts, growth: Row | None) -> Figure:
    row = facts.shown.get(growth["growth_id"]) if growth and growth["growth_id"] else None
    return shown_figure(row) if row else none("未填")


def _computed(facts: Facts, growth: Row) -> Figure:
    if growth["growth_computed_rounded"] is None:
        return none(facts.reason(growth["reason"]))
    return amount(growth["growth_computed_rounded"], "growth_computed" in _invented(growth), decimals=2)


def _growth_said(row: Row) -> Figure:
    """The growth that may be quoted, as bi.headline has it: digits without their %, words, or the reason for none."""
    figure = displayed(row["growth_zh"])
    digits = figure.text.removesuffix("%")
    return replace(figure, text=digits) if digits != figure.text else figure


def _change(row: Row, growth: Figure, before: Point | None) -> Figure:
    moved = row["growth_change_pp"]
    if moved is None or before is None:
        return none("无上期增速")
    # As many decimals as the growth itself, where that says it all: −0.1 beside 12.4, not −0.10.
    decimals = growth.decimals if moved == round(moved, growth.decimals) else 2
    return amount(moved, growth.invented or before.growth.invented, sign=True, decimals=decimals)


def _months(facts: Facts, row_key: str, at: str) -> dict[str, Figure | None]:
    row = facts.months.get(row_key)
    if row is None or row["month_value"] is None:
        return {"month": None, "month_before": None}
    invented = "示例" in row["state_zh"]
    last_year = row["month_value_last_year"]
    return {
        "month": amount(row["month_value"], invented).at(_place(at, "month")),
        "month_before": None if last_year is None else amount(last_year, invented).at(_place(at, "month")),
    }


def _agreement(growth: Row | None) -> str:
    if growth is None or growth["agrees"] is None:
        return "不比较"
    return "一致" if growth["agrees"] else f"相差{growth['gap_pp']:.2f}个百分点"
