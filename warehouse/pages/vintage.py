"""Every value that a figure had, and the days on which it was the one that readers had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ingest.decimal_text import plain
from warehouse.pages.facts import Facts, Row, Rows, day_of
from warehouse.pages.figure import Figure, displayed
from warehouse.pages.line_points import shown_figure


@dataclass(frozen=True, slots=True)
class Vintage:
    """A value that readers had from a day on, until the day before another one came; None: until now."""

    since: date
    until: date | None
    figure: Figure
    file: str
    cell: str
    reason_zh: str


def vintages_in(facts: Facts, said: Row, figure: Figure) -> tuple[Vintage, ...]:
    """Every value that this form gave, and the days on which it was the one that readers had."""
    rows: dict[int, Row] = {}
    for row in facts.vintages.get((said["series_id"], said["time_period"]), []):
        same = all(row[name] == said[name] for name in ("form_id", "reporting_level"))
        if (
            same
            and row["vintage"]
            and row["accepted_at"]
            and (row["value_origin"] == "register") == (said["value_origin"] == "register")
        ):
            rows.setdefault(row["vintage"], row)
    ordered: Rows = list(rows.values())
    found = []
    for at, row in enumerate(ordered):
        later = ordered[at + 1] if at + 1 < len(ordered) else None
        since = day_of(row["accepted_at"])
        until = max(since, day_of(later["accepted_at"]) - timedelta(days=1)) if later else None
        found.append(
            Vintage(
                since,
                until,
                figure if row["obs_value"] == said["obs_value"] else _earlier(facts, row),
                row["source_file"],
                row["source_cell"],
                "首次报送" if not at else facts.word("CL_REVISION_REASON", row["revision_reason"]),
            )
        )
    return tuple(found)


def _earlier(facts: Facts, row: Row) -> Figure:
    """A value that was superseded, in the unit in which it is displayed."""
    shown = facts.shown.get(row["observation_id"])
    if shown is not None:
        return shown_figure(shown)
    if row["obs_value"] is None:
        return displayed(f"[{facts.reason(row['obs_reason'])}]")
    percent = row["unit_measure"] in ("PERCENT", "PP") or row["measure"] == "RANK"
    mult = 0 if percent else facts.indicators[row["indicator_id"]]["display_unit_mult"]
    return displayed(plain(row["obs_value"].scaleb(-mult)) + ("(示例)" if row["is_synthetic"] else ""))
