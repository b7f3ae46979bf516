"""The sentences of the pages, made by rule: each can be read aloud in the meeting, and each figure in it is traced."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from warehouse.pages.environment import Said, Sentence
from warehouse.pages.figure import Figure, amount
from warehouse.pages.line import Line, Point
from warehouse.pages.typography import full_width, span

# From here on the change of a growth is worth a line of its own.
NOTEWORTHY = Decimal(3)


def headline(line: Line, point: Point, *, with_year: bool = False) -> Sentence:
    """实际到账外资1032万美元，同比增长63.55%；完成年度目标的103.20%，超序时进度3.20个百分点；在9个参排单位中居第2位。"""
    when = span(point.period, point.period_zh) if with_year else point.period_zh
    said: list[str | Said] = [f"{when}，{line.name}"]
    if point.value.missing:
        said += growth_said(point.growth, "增速") or [f"没有数：{point.value.text}"]
    else:
        said.append(Said(point.value, line.unit_zh))
        said += [
            _comma(part) if at == 0 else part for at, part in enumerate(growth_said(point.growth, "同比"))
        ]
    if not point.completion.missing:
        said += ["，完成年度目标的", Said(point.completion, "%")]
        said += gap_said(point)
    if not point.rank.missing:
        among = f"在{point.rank_of}个参排单位中居第" if point.rank_of else "居第"
        said += [f"，{among}", Said(point.rank, "位")]
    return (*said, "。")


def _comma(part: str | Said) -> str | Said:
    return f"，{part}" if isinstance(part, str) else part


def growth_said(growth: Figure, subject: str) -> list[str | Said]:
    """同比增长63.55%; 同比下降2.3%; 同比增长近11倍; 由2个增至3个. Nothing where there is no growth."""
    if growth.missing:
        return []
    if not growth.is_number:
        plain = growth.text.startswith(("由", "上年", "与上年", "扭", "减", "增", "下降"))
        return ["" if plain else f"{subject}增长", Said(growth)]
    number = growth.number or Decimal(0)
    if subject == "增速":
        return [subject, Said(growth, "%")] if number >= 0 else ["下降", Said(growth, "%")]
    if number == 0:
        return [f"{subject}持平"]
    return [f"{subject}{'下降' if number < 0 else '增长'}", Said(growth, "%")]


def gap_said(point: Point) -> list[str | Said]:
    """超序时进度3.20个百分点, 欠 or 持平; nothing where there is no gap."""
    if point.gap.missing:
        return []
    number = point.gap.number or Decimal(0)
    if number == 0:
        return ["，与序时进度持平"]
    return [f"，{'超' if number > 0 else '欠'}序时进度", Said(point.gap, "个百分点")]


def moved(line: Line, point: Point, before: Point | None) -> Sentence:
    """Why the growth moved, in one line: the month just added beside the same month a year ago. Empty where that
    cannot be had."""
    if point.change.missing or before is None:
        return ()
    change = point.change.number or Decimal(0)
    if change == 0:
        head: list[str | Said] = [f"增速与{before.period_zh}持平"]
    else:
        head = [f"增速比{before.period_zh}{'加快' if change > 0 else '回落'}", Said(point.change, "个百分点")]
    why = why_of(line, point, before)
    return (*head, "：", *why, "。") if why else (*head, "。")


def why_of(line: Line, point: Point, before: Point) -> Sentence:
    """当月240万美元，上年当月没有. Empty where a month cannot be had."""
    row = point.why
    if row is None or point.month is None:
        return ()
    last = row["month_value_last_year"]
    now, unit = point.month, line.unit_zh
    then = amount(last, now.invented).at(now.href)
    if not row["month_value"] and not last:
        return ("当月与上年当月都没有",)
    if not last:
        return ("当月", Said(now, unit), "，上年当月没有")
    if not row["month_value"]:
        return ("当月没有，上年当月", Said(then, unit))
    said: list[str | Said] = ["当月", Said(now, unit), "，上年当月", Said(then, unit)]
    if row["month_growth"] is not None and before.growth.number is not None:
        higher = row["month_growth"] > before.growth.number
        growth = amount(row["month_growth"], now.invented).at(now.href)
        said += ["；当月同比", Said(growth, "%", signed=True)]
        said += [f"，{'高' if higher else '低'}于{before.period_zh}的", Said(before.growth, "%", signed=True)]
    return tuple(said)


def standing(lines: Sequence[Line]) -> Sentence:
    """How many of the lines with a target are at the pace, and which are behind."""
    aimed = [line for line in lines if not line.latest.completion.missing]
    behind = [line for line in aimed if line.latest.is_behind]
    said: list[str | Said] = [f"{len(lines)}项主要指标中，"]
    invented = "（目标为示例）" if aimed and all(line.latest.target.invented for line in aimed) else ""
    if not aimed:
        return (*said, "没有登记总量目标。")
    if not behind:
        return (*said, f"有年度目标的{len(aimed)}项全部达到序时进度{invented}。")
    names = "、".join(line.name for line in behind[:3]) + (f"等{len(behind)}项" if len(behind) > 3 else "")
    return (
        *said,
        f"有年度目标的{len(aimed)}项，{len(aimed) - len(behind)}项达到序时进度，{names}低于序时进度{invented}。",
    )


def extremes(lines: Sequence[Line]) -> Sentence:
    """Of which line the growth quickened and slackened most. Empty where none has one to compare with."""
    moved_lines = [line for line in lines if line.latest.change.number is not None]
    best = max(moved_lines, key=lambda line: line.latest.change.number or 0, default=None)
    worst = min(moved_lines, key=lambda line: line.latest.change.number or 0, default=None)
    said: list[str | Said] = []
    if best and (best.latest.change.number or 0) > 0:
        said += [f"与上期比，增速加快最多的是{best.name}，加快", Said(best.latest.change, "个百分点")]
    if worst and (worst.latest.change.number or 0) < 0:
        said.append("；" if said else "与上期比，")
        said += [f"回落最多的是{worst.name}，回落", Said(worst.latest.change, "个百分点")]
    return (*said, "。") if said else ()


def best_growth(lines: Sequence[Line]) -> Line | None:
    """The line with a target of which the growth that was stated is the greatest: it is said in the first lines."""
    grown = [
        line for line in lines if not line.latest.target.missing and line.latest.reported.number is not None
    ]
    return max(grown, key=lambda line: line.latest.reported.number or 0, default=None)


def plain_text(sentence: Sequence[str | Said]) -> str:
    """A sentence as text alone, for a title and for whoever does not see the page."""
    return full_width(
        "".join(
            part
            if isinstance(part, str)
            else part.shown.text + part.unit + ("（示例）" if part.figure.invented else "")
            for part in sentence
        )
    )
