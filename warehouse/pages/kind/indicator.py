"""The page of a line: its newest figure, the sentence, why it moved, the path of the year, and every period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ingest.workbook.cells.address import position
from warehouse.pages.facts import Facts, Row
from warehouse.pages.figure import Figure
from warehouse.pages.kind.edition import StandingEdition, told_of
from warehouse.pages.kind.line_chart import chart_note, chart_of
from warehouse.pages.kind.register import Thing, anchor_of
from warehouse.pages.line import Line, Point, half_in_words, half_year
from warehouse.pages.line_points import shown_figure
from warehouse.pages.sentence import headline, moved
from warehouse.pages.site import Page
from warehouse.pages.traced import vintages_of
from warehouse.pages.typography import full_width, month_in_words, span

_LEVELS = {"claimed": "部门上报数", "recognised": "主管部门认定或反馈数", "final": "最终数"}


def indicator_page(
    facts: Facts,
    line: Line,
    family: list[Line],
    things: Mapping[tuple[str, int], Thing],
    editions: Sequence[StandingEdition] = (),
) -> Page:
    """The page of a line. `family`: the lines of its indicator, it included; `things`: what the rows of registers
    tell of; `editions`: what meetings were shown."""
    latest, before = line.latest, line.before_latest
    about = facts.indicators[line.indicator_id]
    ranking = _ranking(line, family) if line.is_own else []
    ranked = [point.growth.number for _, point in ranking if point.growth.number is not None]
    about_growth = latest.value.missing
    title, chart = chart_of(line)
    return Page(
        line.page(),
        "indicator.html",
        {
            "line": line,
            "latest": latest,
            "hero": latest.growth if about_growth else latest.value,
            "hero_unit": ("%" if latest.growth.is_number else "") if about_growth else line.unit_zh,
            "hero_note": f"{span(latest.period, latest.period_zh)}{'同比' if about_growth else ''}",
            "definition": full_width(about["definition_zh"] or "定义待统计站确认"),
            "sentence": headline(line, latest),
            "why": moved(line, latest, before),
            "meetings": told_of(editions, line),
            "key": _key(facts, line, about),
            "chart": chart,
            "chart_title": title,
            "chart_note": chart_note(line),
            "years": _years(line),
            "columns": _columns(line),
            "siblings": [
                (each.page(), each.short + ("（年度）" if each.freq == "A" and not each.is_part else ""))
                for each in family
                if each is not line and each.is_own and line.is_own
            ],
            "ranking": [(each.area_zh, each.page(), each.is_own, point) for each, point in ranking],
            "ranking_most": max([Decimal(0), *ranked]),
            "ranking_least": min([Decimal(0), *ranked]),
            "traces": list(
                dict.fromkeys(
                    (line.trace(point.period), half_in_words(half_year(point.period)))
                    for point in reversed(line.points)
                )
            ),
            "vintages": vintages_of(facts, latest),
            "parts": _parts(facts, line, things),
            "others": other_figures(facts, line) if line.is_own and not line.is_part else [],
            "breaks": _breaks(line),
        },
    )


def _years(line: Line) -> list[tuple[str, list[Point]]]:
    years: dict[str, list[Point]] = {}
    for point in reversed(line.points):
        years.setdefault(point.year, []).append(point)
    return list(years.items())


def _columns(line: Line) -> dict[str, bool]:
    """Which columns have anything to say: one in which every row says the same moves to the caption."""
    return {
        "value": any(not point.value.missing for point in line.points),
        "month": any(point.month is not None for point in line.points),
        "reported": any(not point.reported.missing for point in line.points),
        "target": any(not point.target.missing for point in line.points),
        "rank": any(not point.rank.missing for point in line.points),
        "change": any(not point.change.missing for point in line.points),
    }


def _key(facts: Facts, line: Line, about: Row) -> list[tuple[str, str, bool]]:
    """The box beside the figure: label, words, and whether they are overdue."""
    latest = line.latest
    department = next(
        (
            row["department_zh"]
            for row in facts.tables["departments"]
            if row["department_id"] == about["due_department_id"]
        ),
        about["due_department_id"] or "未登记",
    )
    entries = [
        ("单位", f"{line.unit_zh}，{facts.word('CL_ACCUMULATION', about['accumulation'])}", False),
        ("最近一期", f"{month_in_words(latest.period)}，{latest.received_on}收到", False),
        _next_due(facts, about["primary_form"], latest.period),
        ("报送", f"{department}，《{full_width(facts.form(about['primary_form']))}》", False),
        ("数的性质", _LEVELS.get(about["reporting_level"], latest.state_zh or "上报"), False),
        (
            "加工",
            "部门填报，未作加工；同比另行计算核对"
            if "growth" in latest.sources
            else "部门填报；同比由两年的数计算",
            False,
        ),
        ("口径", f"{facts.word('CL_METHOD', about['method_id'])}", False),
    ]
    if latest.growth_row and latest.growth_row["base_source"]:
        base = facts.word("CL_BASE_SOURCE", latest.growth_row["base_source"])
        same = "与上年自报的数不同" if latest.growth_row["base_differs"] else "与上年自报的数一致"
        entries.append(("上年基数", f"{base}，{same}", False))
    in_the_office = ("下次应到", "报送", "加工") if facts.is_public else ()
    return [entry for entry in entries if entry[1] != about["method_id"] and entry[0] not in in_the_office]


def _next_due(facts: Facts, form_id: str, period: str) -> tuple[str, str, bool]:
    """What is to come next of the form, and by when. No days are counted: a page that does not change stays as it is."""
    month = f"{period}-12" if len(period) == 4 else period
    later = [
        row
        for row in facts.tables["returns"]
        if row["form_id"] == form_id and f"{row['month']:%Y-%m}" > month and row["received_on"] is None
    ]
    if not later:
        return ("下次应到", "没有登记", False)
    first = min(later, key=lambda row: row["month"])
    late = first["due_on"] < facts.today
    words = f"{month_in_words(first['month'].strftime('%Y-%m'))}数，{first['due_on']}前"
    return ("下次应到", f"{words}，逾期未到" if late else words, late)


def _ranking(line: Line, family: list[Line]) -> list[tuple[Line, Point]]:
    """The lines of the other areas that are ranked together, by their rank."""
    same = [
        (each, point)
        for each in family
        if each.breakdown == line.breakdown
        for point in each.points
        if point.period == line.latest.period
    ]
    if len(same) < 3:
        return []
    return sorted(
        same, key=lambda pair: (pair[1].rank.number is None, pair[1].rank.number or 0, pair[0].area_zh)
    )


def _parts(
    facts: Facts, line: Line, things: Mapping[tuple[str, int], Thing]
) -> list[tuple[Thing, str, Figure]]:
    """What the newest figure is the sum of: the cells of its return's register, each with the thing that it tells of."""
    observation_id = line.latest.sources.get("value")
    found = []
    for row in facts.cells.get(observation_id, []) if observation_id else []:
        thing = (
            things.get((row["submission_id"], position(row["source_cell"])[0]))
            if row["source_cell"]
            else None
        )
        if row["role"] == "component" and thing is not None:
            figure = Figure(
                row["raw_text"] or "空", row["is_synthetic"], f"{thing.page()}#{anchor_of(thing.latest)}"
            )
            found.append((thing, row["source_cell"], figure))
    return found


def other_figures(facts: Facts, line: Line) -> list[tuple[str, str, list[tuple[str, Figure]]]]:
    """What else is known of an indicator and stands in no line: shares, contributions, single places, whole lives."""
    found: dict[str, list[Row]] = {}
    for row in facts.shown_of.get(line.indicator_id, []):
        if is_beside(row):
            found.setdefault(row["series_id"], []).append(row)
    listed = []
    for series_id, rows in found.items():
        rows.sort(key=lambda row: row["time_period"], reverse=True)
        first = rows[0]
        words = [
            facts.word("CL_MEASURE", first["measure"]) if first["measure"] != "VALUE" else "",
            facts.word("CL_TIME_TRANSFORM", first["time_transform"])
            if first["time_transform"] != "N"
            else "",
            facts.word("CL_STATUS_CLASS", first["status_class"]) if first["status_class"] != "actual" else "",
            first["place_zh"] if first["place_id"] != "_T" else "",
            facts.word("CL_ACCUMULATION", first["accumulation"]),
            first["area_zh"],
        ]
        name = full_width("，".join(word for word in words if word))
        at = f"t/{other_slug(line.indicator_id, series_id)}.html#"
        figures = [(row["time_period"], shown_figure(row).at(f"{at}{row['time_period']}")) for row in rows]
        listed.append((name, first["display_unit_zh"] or "", figures))
    return sorted(listed, key=lambda each: each[0])


def other_slug(indicator_id: str, series_id: str) -> str:
    """The name of the traces of a series that stands in no line of its indicator."""
    return f"{indicator_id}-other-{series_id[:8]}"


def is_beside(row: Row) -> bool:
    """Whether a figure is none of those that a line shows: its value, growth, rank, completion, gap, base or target."""
    plain = row["place_id"] == "_T" and row["component_area"] == "_Z"
    if not plain:
        return True
    if row["measure"] in ("RANK", "COMPLETION", "PROGRESS_GAP"):
        return False
    if row["measure"] != "VALUE" or row["time_transform"] not in ("N", "G1Y"):
        return True
    return row["status_class"] == "unresolved" or (
        row["status_class"] == "target" and row["accumulation"] in ("LIFE", "ITD")
    )


def _breaks(line: Line) -> list[tuple[str, str]]:
    """From which period on the figures are not comparable with those before, and why."""
    said = [
        (point.period, point.growth_row["break_reason_zh"])
        for point in line.points
        if point.growth_row and point.growth_row["has_break"]
    ]
    counted = Counter(reason for _, reason in said)
    return [(next(period for period, reason in said if reason == each), full_width(each)) for each in counted]
