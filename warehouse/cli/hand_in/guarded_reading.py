"""Reading one file for a command, in a process that may die of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.finding.finding import Place, Unreadable, finding
from ingest.guard.guarded import guarded_call
from warehouse.cli.error import CommandError, fault, problem_of
from warehouse.cli.screen import both
from warehouse.settings import settings_from_environment


def guarded_reading(file: Path, function: Callable[..., Any], *arguments: Any) -> Any:
    """A call in a guarded process; what is no workbook becomes the finding that it is."""
    if not file.is_file():
        raise fault("NOT_SUBMITTED", where=str(file), found=both("没有这个文件", "no such file"))
    try:
        return guarded_call(function, *arguments, bounds=settings_from_environment().child_bounds)
    except Unreadable as refused:
        words = refused.words
        place = Place(file.name, words.get("sheet", ""), words.get("cell", ""))
        said = finding(
            refused.rule, place, found=refused.found, expected=refused.expected, what=words.get("what", "")
        )
        raise CommandError(problem_of(said)) from refused
