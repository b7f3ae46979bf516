"""The overview: the headline sentences, the lines that a meeting goes through, why they moved, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from warehouse.pages.environment import Said, Sentence
from warehouse.pages.facts import Facts, Row, day_of, held_returns
from warehouse.pages.figure import Figure
from warehouse.pages.kind.reporting import owed_of
from warehouse.pages.line import Line
from warehouse.pages.sentence import best_growth, extremes, growth_said, moved, standing
from warehouse.pages.site import Page
from warehouse.pages.typography import span

_LISTED = 12


@dataclass(frozen=True, slots=True)
class News:
    """What readers had before: the rows of bi.headline by line, and the submissions; None: no snapshot before."""

    snapshot_id: str
    headlines: dict[str, dict[str, Any]]
    submissions: frozenset[str]


def overview_page(facts: Facts, lines: list[Line], news: News | None) -> Page:
    """The front page."""
    shown = headline_lines(lines)
    monthly = [line for line in shown if line.freq != "A"]
    owed = owed_of(facts, facts.tables["returns"])
    latest = max((line.latest.period for line in monthly), default="")
    return Page(
        "index.html",
        "index.html",
        {
            "period": latest,
            "period_zh": next(
                (line.latest.period_zh for line in monthly if line.latest.period == latest), ""
            ),
            "sentences": lead(shown),
            "groups": groups(monthly),
            "points": [line.latest for line in monthly],
            "annual": [line for line in shown if line.freq == "A"],
            "paths": {line.slug: _path(line) for line in monthly},
            "some_invented": any(point.growth.invented for line in monthly for point in line.points),
            "moves": [
                (line, sentence)
                for line in shown
                if line.latest.why and (sentence := moved(line, line.latest, line.before_latest))
            ],
            "owed": owed[:_LISTED],
            "owed_forms": len(owed),
            "owed_returns": sum(each.returns for each in owed),
            "next_due": _next_due(facts),
            "news": _changes(facts, lines, news),
            "since": news.snapshot_id if news else "",
            "came": _came(facts, news),
            "received_until": facts.snapshot["received_until"] and day_of(facts.snapshot["received_until"]),
            "accepted": facts.snapshot["submissions_accepted"],
            "held": len(held_returns(facts)),
            "today": facts.today,
        },
    )


def headline_lines(lines: list[Line]) -> list[Line]:
    """The lines that a meeting goes through, the office's own."""
    return [line for line in lines if line.is_headline]


def groups(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Lines by their family, in the order of the catalogue."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.family_zh, []).append(line)
    return list(found.items())


def lead(lines: list[Line]) -> list[Sentence]:
    """At most three sentences that say how things stand."""
    said = [standing([line for line in lines if line.freq != "A"])] if lines else []
    best = best_growth(lines)
    if best is not None:
        point = best.latest
        said.append(
            (
                f"{span(point.period, point.period_zh)}，{best.name}",
                Said(point.value, best.unit_zh),
                "，",
                *growth_said(point.growth, "同比"),
                "。",
            )
        )
    return [sentence for sentence in (*said, extremes(lines)) if sentence]


def _path(line: Line) -> list[Decimal | None]:
    """The growths of the newest year, by month."""
    by_month = {point.period: point.growth.number for point in line.points}
    return [by_month.get(f"{line.latest.year}-{month:02d}") for month in range(1, 13)]


def _next_due(facts: Facts) -> date | None:
    return min(
        (
            row["due_on"]
            for row in facts.tables["returns"]
            if row["received_on"] is None and row["due_on"] >= facts.today
        ),
        default=None,
    )


def _changes(
    facts: Facts, lines: list[Line], news: News | None
) -> list[tuple[Line, str, Figure, Figure | None]]:
    """Lines that say something else than before: a new period, or another figure for the same one."""
    if news is None:
        return []
    found: list[tuple[Line, str, Figure, Figure | None]] = []
    for line in lines:
        point, was = line.latest, news.headlines.get(line.series_id)
        if not line.is_own:
            continue
        said = point.value if not point.value.missing else point.growth
        if was is None:
            # [不适用] is said of a line from its first day on.
            if not said.missing:
                found.append((line, "首次有数", said, None))
        elif was["row_key"] != point.row_key:
            found.append((line, "新一期", said, Figure(str(was["period_zh"]))))
        elif (was["value"], was["growth_zh"]) != _told(facts, point.row_key):
            # What it was stands among the vintages of its trace.
            found.append((line, "同期修订", said, Figure(_shown(was), False, said.href)))
    return found


def _told(facts: Facts, row_key: str) -> tuple[Any, Any]:
    row = next(row for row in facts.headlines if row["row_key"] == row_key)
    return row["value"], row["growth_zh"]


def _shown(row: dict[str, Any]) -> str:
    value = "" if row["value"] is None else f"{row['value'].normalize():f}{row['unit_zh']}，"
    return f"{value}{row['growth_zh']}"


def _came(facts: Facts, news: News | None) -> list[Row]:
    """What came since the snapshot before; without one the newest."""
    rows = [
        row
        for row in facts.submissions.values()
        if news is None or row["submission_id"] not in news.submissions
    ]
    return sorted(rows, key=lambda row: row["received_at"], reverse=True)


def news_since(snapshot: Path | None) -> News | None:
    """What the snapshot before said, from its Parquet files: its DuckDB file a reader may hold."""
    if snapshot is None:
        return None
    import pyarrow.parquet as pq  # noqa: PLC0415 - 0.3 s, and a first night has none

    columns = ["row_key", "period_zh", "value", "unit_zh", "growth_zh", "is_latest"]
    rows = pq.read_table(snapshot / "bi" / "headline.parquet", columns=columns).to_pylist()
    submissions = pq.read_table(snapshot / "marts" / "submission.parquet", columns=["submission_id"])
    return News(
        snapshot.name,
        {row["row_key"].partition("|")[0]: row for row in rows if row["is_latest"]},
        frozenset(submissions.column("submission_id").to_pylist()),
    )
