"""What two meetings were shown, frozen from the sample night."""

from __future__ import annotations

from datetime import UTC, datetime

from ingest.office.load import load_office
from warehouse.home import DATABASE, Home
from warehouse.ledger.editions import freeze, sign
from warehouse.ledger.file.schema import open_ledger
from warehouse.pages.facts import read_facts
from warehouse.pages.kind.meeting import shown_figures
from warehouse.pages.line_points import lines_of
from warehouse.settings import Settings

# Before the corrected return came: 2024-01-07 09:50 in Beijing.
FROZEN = datetime(2024, 1, 6, 8, tzinfo=UTC)
SIGNED = datetime(2024, 1, 6, 17, tzinfo=UTC)


def freeze_two_meetings(settings: Settings) -> None:
    """调度会 2023-12 by 张三, unsigned; 调度会 2023-11 by 张三, signed off by 李四 in the first hour of January the 7th."""
    home = Home(settings.home)
    facts = read_facts(home.current / DATABASE)
    lines = lines_of(facts, load_office(settings.office).ref_area)
    snapshot_id = facts.snapshot["snapshot_id"]
    with open_ledger(home) as book:
        for period in ("2023-12", "2023-11"):
            figures = shown_figures(lines, period)
            freeze(book, "调度会", period, figures, snapshot_id=snapshot_id, actor="张三", frozen_at=FROZEN)
        sign(book, "调度会", "2023-11", actor="李四", signed_at=SIGNED)
