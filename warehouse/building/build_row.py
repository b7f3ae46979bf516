"""What is of one build alone, as a row of its inputs: its ids, when it was begun, and as known on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.landing import INSTANT
from warehouse.ledger.row import instant_text

LATEST = "latest"
_SCHEMA = pa.schema(
    [
        ("snapshot_id", pa.string()),
        ("build_id", pa.string()),
        ("built_at", INSTANT),
        ("as_of", pa.string()),
        ("as_of_day", pa.date32()),
    ]
)


@dataclass(frozen=True, slots=True)
class BuildRow:
    """`built_at`: the models ask no clock. `as_of_day`: a build of what was accepted by its end; None: of everything."""

    snapshot_id: str
    build_id: str
    built_at: datetime
    as_of_day: date | None = None

    @property
    def as_of(self) -> str:
        """The day, or 'latest'."""
        return self.as_of_day.isoformat() if self.as_of_day else LATEST

    @property
    def in_words(self) -> dict[str, str]:
        """What the manifest of a snapshot says of it."""
        return {
            "snapshot_id": self.snapshot_id,
            "build_id": self.build_id,
            "built_at": instant_text(self.built_at),
            "as_of": self.as_of,
        }


def write_build_row(row: BuildRow, inputs: Path) -> None:
    """Write it as build.parquet into the folder of a build's inputs."""
    written = {
        "snapshot_id": row.snapshot_id,
        "build_id": row.build_id,
        "built_at": row.built_at.astimezone(UTC).replace(tzinfo=None),
        "as_of": row.as_of,
        "as_of_day": row.as_of_day,
    }
    pq.write_table(pa.Table.from_pylist([written], schema=_SCHEMA), inputs / "build.parquet")
