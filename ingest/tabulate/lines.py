"""Labelled values as lines of JSON, one object a value."""

from __future__ import annotations

import json
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.tabulate.labelled import Labelled, tabulate
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook

# What a line above leaves open is for forms to decide, which know what is measured.
_NAMES = tuple(field.name for field in fields(Labelled) if field.name != "units_of_line")


def as_object(labelled: Labelled) -> dict[str, Any]:
    """A labelled value with its amount as text, so that it stays exact."""
    said = {name: getattr(labelled, name) for name in _NAMES}
    if isinstance(labelled.value, Decimal):
        said["value"] = f"{labelled.value:f}"
    return said


def write_lines(workbook: Path, limits: Limits, target: Path) -> list[str]:
    """Write all labelled values of a workbook; what was noticed of it comes back. Unreadable as read_workbook."""
    read = read_workbook(workbook, limits)
    remarks = list(read.notes)
    with target.open("w", encoding="utf-8") as lines:
        for labelled in tabulate(read):
            lines.write(json.dumps(as_object(labelled), ensure_ascii=False))
            lines.write("\n")
            if labelled.other_unit:
                remarks.append(_two_units(labelled))
    return remarks


def _two_units(labelled: Labelled) -> str:
    place = f"{labelled.sheet}!{labelled.cell}"
    unit, other = labelled.unit, labelled.other_unit
    return f"{place} 标题、栏目写 {unit},数字格式写 {other} (labels say {unit}, the number format {other})"
