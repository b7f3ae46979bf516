"""Whether landing still holds what was read: against its own summaries, the ledger, and what was gathered of it.

A row that is missing is a number that readers lose without a word, so each of the three says how many there
should be: reading.json of the folder, the ledger's entry of the reading, and the rows that were gathered.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from warehouse.landing.tables import COUNTED, REASONS, has_reasons

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entered:
    """A reading as the ledger entered it. `folder` is its place in landing."""

    submission_id: str
    file_name: str
    department: str
    folder: Path
    n_observations: int
    n_register_rows: int


def damaged_readings(entered: Iterable[Entered]) -> list[Finding]:
    """Readings whose folder is gone, or does not say what the ledger says of it."""
    found = []
    for one in entered:
        said = _summary(one.folder)
        here = (said["rows"]["observation"], said["register_rows"]) if said else None
        if here != (one.n_observations, one.n_register_rows):
            expected = _counts(one.n_observations, one.n_register_rows)
            found.append(_damage(one, _counts(*here) if here else "缺文件 files are missing", expected))
    return found


def missing_rows(entered: Iterable[Entered], inputs: Path) -> list[Finding]:
    """Readings of which fewer or more rows were gathered than their folder in landing says it has."""
    entered = list(entered)
    gathered = {name: _rows_by_submission(inputs / f"{name}.parquet") for name in COUNTED}
    found = []
    for one in entered:
        stated = _summary(one.folder)["rows"]
        for name in COUNTED:
            here = gathered[name].get(one.submission_id, 0)
            if here != stated[name]:
                found.append(_damage(one, f"{name} {here}", f"{name} {stated[name]}"))
    return found


def unreadable_tables(entered: Iterable[Entered]) -> list[Finding]:
    """Readings a table of which cannot be read. Opens every file, which is worth it only where one is known to be damaged."""
    found = []
    for one in entered:
        for name in (*COUNTED, *REASONS):
            try:
                pq.read_table(one.folder / f"{name}.parquet")
            except (pa.ArrowException, OSError) as error:
                _LOG.warning("%s: %s", one.folder / f"{name}.parquet", error)
                broken, whole = "读不出 cannot be read", "读得出 readable"
                found.append(_damage(one, f"{name}.parquet {broken}", f"{name}.parquet {whole}"))
    return found


def _summary(folder: Path) -> dict[str, Any]:
    """What a folder of landing says it holds; nothing where it is gone, or not as it was put."""
    try:
        said: dict[str, Any] = json.loads((folder / "reading.json").read_text(encoding="utf-8"))
        counted = all(isinstance(said["rows"][name], int) for name in COUNTED) and "register_rows" in said
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return {}
    whole = (
        counted and has_reasons(folder) and all((folder / f"{name}.parquet").is_file() for name in COUNTED)
    )
    return said if whole else {}


def _rows_by_submission(file: Path) -> Mapping[str, int]:
    counted = pq.read_table(file, columns=["submission_id"])["submission_id"].value_counts()
    return {str(each["values"]): int(each["counts"]) for each in counted.to_pylist()}


def _counts(observations: object, register_rows: object) -> str:
    return f"数值 {observations} · 台账 {register_rows} 行 (observations, register rows)"


def _damage(one: Entered, found: str, expected: str) -> Finding:
    place = Place(one.file_name, submission_id=one.submission_id)
    return finding(
        "LANDING_DAMAGED",
        place,
        found=found,
        expected=expected,
        subject=one.submission_id,
        department=one.department,
        folder=f"landing/{one.submission_id}",
    )
