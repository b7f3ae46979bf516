"""Editions as a table of a build's inputs: what the model bi.edition_changes compares with what is so now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from ingest.landing import schema_of, table_of
from warehouse.ledger.editions import Edition, ShownFigure


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A figure of an edition, with what is to be known of the whole."""

    edition_id: int
    edition_zh: str
    snapshot_id: str
    actor: str
    frozen_at: datetime
    signed_by: str
    signed_at: datetime | None
    row_key: str
    series_id: str
    time_period: str
    line_zh: str
    period_zh: str
    what: str
    shown: str
    is_synthetic: bool


# An edition and what it holds.
Held = tuple[Edition, Sequence[ShownFigure]]


def write_editions(every: Iterable[Held], folder: Path) -> None:
    """Write the table into the inputs of a build."""
    rows = [_row(edition, figure) for edition, figures in every for figure in figures]
    pq.write_table(table_of(rows, schema_of(EditionRow)), folder / "edition.parquet")


def _row(edition: Edition, figure: ShownFigure) -> EditionRow:
    series_id, _, period = figure.row_key.partition("|")
    return EditionRow(
        edition_id=edition.edition_id,
        edition_zh=edition.title,
        snapshot_id=edition.snapshot_id,
        actor=edition.actor,
        frozen_at=edition.frozen_at,
        signed_by=edition.signed_by,
        signed_at=edition.signed_at,
        row_key=figure.row_key,
        series_id=series_id,
        time_period=period,
        line_zh=figure.line_zh,
        period_zh=figure.period_zh,
        what=figure.what,
        shown=figure.shown,
        is_synthetic=figure.is_synthetic,
    )
