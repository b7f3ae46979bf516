"""The folder of an export: there whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.finding.refusal import Refusal
from warehouse.ledger.row import SnapshotRow
from warehouse.store.durable import put_folder, staging_path
from warehouse.store.manifest import write_manifest

if TYPE_CHECKING:  # it brings DuckDB, and every command that writes a file asks here for its place
    from warehouse.exchange.published import Published


def free_place(target: Path) -> Path:
    """Where a new folder goes. Refusal where something is there already."""
    place = Path(os.path.realpath(target))
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise Refusal("EXPORT_EXISTS", where=str(target))
    return place


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill, which takes the target's name at the end. Refusal where something is there already."""
    place = free_place(target)
    staging = staging_path(place.parent)
    with _named(target, staging):
        try:
            staging.mkdir()
            yield staging
            put_folder(staging, place)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _named(target: Path, staging: Path) -> Iterator[None]:
    """An OSError that names what was asked for, and not what stands beside it until it is finished."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever watched our progress
    except OSError as error:
        # A file of the snapshot that cannot be read keeps its name; a copy that fails has two.
        names = [Path(os.fsdecode(name)) for name in (error.filename, error.filename2) if name is not None]
        if names and not any(name == staging.parent or name.is_relative_to(staging) for name in names):
            raise
        raise OSError(error.errno, error.strerror, str(target)) from error


def seal(published: Published, folder: Path, stated: Mapping[str, object]) -> None:
    """The manifest of a folder: which snapshot it is of, what stayed in the office, and the sum of each file."""
    facts = published.facts
    until = facts.received_until.replace(tzinfo=UTC) if facts.received_until else None
    row = SnapshotRow(facts.snapshot_id, facts.build_id, facts.built_at.replace(tzinfo=UTC), until)
    write_manifest(
        folder,
        row,
        {
            "as_of": facts.as_of,
            "internal": published.internal,
            "left_out": [each.name for each in published.left_out],
            "withheld_rows": {table.name: table.withheld for table in published.tables if table.withheld},
            "withheld_figures": {
                table.name: table.withheld_figures for table in published.tables if table.withheld_figures
            },
            **stated,
        },
    )
