"""The departments by what their folders in the inbox may be called."""

from __future__ import annotations

from pathlib import Path

from ingest.office.catalogue_files import read_departments
from warehouse.collect.inbox import readable


def departments(office: Path) -> dict[str, str]:
    """department_id by what its folder may be called: the id or the Chinese name."""
    return {
        readable(name): department.department_id
        for department in read_departments(office)
        for name in (department.department_zh, department.department_id)
    }
