"""Reading one file for a command, in a process that may die of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.finding.finding import finding_of
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from ingest.guard.guarded import guarded_call
from ingest.workbook.unreadable import Unreadable
from warehouse.cli.screen import both
from warehouse.variables import settings_from_environment


def guarded_reading(file: Path, function: Callable[..., Any], *arguments: Any) -> Any:
    """A call in a guarded process; what is no workbook becomes the finding that it is."""
    if not file.is_file():
        raise Refusal("NOT_OPENED", where=str(file), found=both("没有这个文件", "no such file"))
    try:
        return guarded_call(function, *arguments, bounds=settings_from_environment().child_bounds)
    except Unreadable as refusal:
        raise Refusal.of(finding_of(refusal, Place(file.name)).problem) from refusal
