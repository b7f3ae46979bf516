"""Versions by content: what a reading and a build depend on besides the submissions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from warehouse.settings import CHECKOUT, Settings

_SOURCES = {".py", ".sql", ".yml", ".csv", ".html", ".css", ".js"}
# dbt writes these beside its sources.
_MADE = {"target", "logs", "__pycache__"}


def sources(folder: Path) -> Iterator[Path]:
    """The files of a folder that decide what is read or built, in order; nothing that a program has made there."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SOURCES and not _MADE.intersection(path.relative_to(folder).parts):
            yield path


@cache
def _hash(folders: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sources(folder):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def reader_version(settings: Settings) -> str:
    """What decides how a workbook is read and judged: the reader, the rules and the office's own files.

    A held submission is read again when this changes (a form has learned a label); an accepted one stays
    as it was read.
    """
    macros = CHECKOUT / "dbt_project" / "macros"  # the formulas of the checks
    return _hash((CHECKOUT / "ingest", CHECKOUT / "expectations", macros, settings.office))[:12]


def code_version(settings: Settings) -> str:
    """What decides what a build makes of accepted submissions: all code, all models, the office's files, rounding."""
    folders = ("ingest", "expectations", "warehouse", "dbt_project")
    content = _hash((*(CHECKOUT / folder for folder in folders), settings.office))
    return hashlib.sha256(f"{content}\n{settings.rounding}".encode()).hexdigest()


def build_id(code: str, facts: Iterable[str]) -> str:
    """The id of a build: the same facts and the same code give the same marts, and so the same id."""
    digest = hashlib.sha256(code.encode())
    for fact in facts:
        digest.update(f"\n{fact}".encode())
    return digest.hexdigest()[:16]
