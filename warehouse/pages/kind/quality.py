"""The quality of what is published: which checks ran and could not, what is held and asked, what is let pass, what was
revised and where figures are not comparable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.finding.message import messages
from warehouse.ledger.waivers import Waiver
from warehouse.pages.facts import Facts, Row, held_returns, open_questions
from warehouse.pages.figure import Figure, amount
from warehouse.pages.line import Line
from warehouse.pages.site import Page
from warehouse.pages.typography import full_width

_GATES = {"gate_1": "逐份审核", "gate_2": "总体审核"}
_LISTED = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """A check over all that it was asked of: how often it ran, how it ended, and what it means."""

    gate: str
    rule: str
    title: str
    name: str
    times: int
    passed: int
    failed: int
    not_run: int
    detail: str


def quality_page(facts: Facts, lines: list[Line], waivers: Sequence[Waiver]) -> Page:
    """What may be relied on, and what not. `waivers`: those in force on the day of the build."""
    checks = [_checked(row) for row in facts.tables["checks"]]
    held = held_returns(facts)
    returns = facts.tables["returns"]
    due = sum(row["due"] for row in returns)
    return Page(
        "quality.html",
        "quality.html",
        {
            "today": facts.today,
            "could_not": [each for each in checks if each.not_run],
            "failed": [each for each in checks if each.failed and not each.not_run],
            "checks": checks,
            "runs": sum(each.times for each in checks),
            "due": due,
            "rates": _rates(returns, due),
            "held": held,
            "questions": [(row, row["department_zh"] or "未登记部门") for row in open_questions(facts)],
            "waivers": [_waived(each, facts) for each in waivers],
            "revisions": _revisions(facts, lines)[:_LISTED],
            "revisions_count": len(facts.tables["revisions"]),
            "corrections": facts.tables["corrections"],
            "differing": _differing(facts),
            "breaks": _breaks(lines),
            "accepted": facts.snapshot["submissions_accepted"],
            "refused": sum(row["decision"] not in ("accept", "hold") for row in facts.submissions.values()),
            "build_id": facts.snapshot["build_id"],
        },
    )


def _checked(row: Row) -> Checked:
    words = messages().get(row["rule"])
    return Checked(
        _GATES.get(str(row["gate"]), str(row["gate"])),
        row["rule"],
        full_width(words.title_zh) if words else str(row["rule"]),
        row["check_name"],
        row["times"],
        row["passed"],
        row["failed"],
        row["not_run"],
        row["detail"] or "",
    )


def _rates(returns: list[Row], due: int) -> list[tuple[str, str, str]]:
    """Rates of reporting: a count over a count, both said."""
    counted = {
        "完整率": (sum(row["handed_in"] for row in returns if row["due"]), due, "应报的报表中交来的"),
        "及时率": (sum(row["on_time"] for row in returns if row["due"]), due, "应报的报表中按时交来的"),
        "一次通过率": (
            sum(row["first_time_right"] for row in returns),
            sum(1 for row in returns if row["received_on"]),
            "采用的报表中第一次交来就没有问题的",
        ),
    }
    return [
        (name, f"{part * 100 / whole:.1f}%，{part}/{whole}份" if whole else "[没有可比较的数]", words)
        for name, (part, whole, words) in counted.items()
    ]


def _waived(waiver: Waiver, facts: Facts) -> dict[str, Any]:
    return {
        "scope": waiver.scope.in_words,
        "reason": waiver.reason,
        "actor": waiver.actor,
        "until": waiver.until,
        "days": (waiver.until - facts.today).days,
    }


def _revisions(facts: Facts, lines: list[Line]) -> list[tuple[Row, Figure, Figure, str]]:
    """Published figures that were changed since, each with the place of its trace where the line has one."""
    by_order = {(line.order, line.area_zh): line for line in lines}
    found = []
    for row in facts.tables["revisions"]:
        line = by_order.get((row["line_order"], full_width(row["area_zh"])))
        period = row["row_key"].split("|")[1]
        href = f"{line.trace(period)}#{period}" if line else ""
        before, after = (
            Figure("[没有]", missing=True) if value is None else amount(value, row["is_synthetic"]).at(href)
            for value in (row["value_before"], row["value_after"])
        )
        found.append((row, before, after, line.page() if line else ""))
    return found


def _differing(facts: Facts) -> list[tuple[str, str, str, str]]:
    """What two forms say differently."""
    found = []
    for rows in facts.reconciled.values():
        for row in rows:
            one, other = (
                facts.observations.get(row["observation_id"]),
                facts.observations.get(row["other_id"]),
            )
            if row["reconciliation"] == "differs" and one and other:
                name = full_width(facts.indicators[one["indicator_id"]]["indicator_zh"])
                cells = [
                    f"《{each['source_file']}》{each['source_cell']} “{each['raw_text']}”"
                    for each in (one, other)
                ]
                found.append((name, row["time_period"], *cells))
    return found


def _breaks(lines: list[Line]) -> list[tuple[str, str, str, str]]:
    found: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for line in lines:
        for point in line.points:
            if line.is_own and point.growth_row and point.growth_row["has_break"]:
                key = (line.name, point.growth_row["break_reason_zh"])
                found.setdefault(key, (line.name, line.page(), point.period, full_width(key[1])))
    return list(found.values())
