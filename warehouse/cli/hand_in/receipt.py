"""Who handed in and when, as a person types it."""

from __future__ import annotations

import difflib
from datetime import UTC, datetime

from ingest.finding.refusal import Refusal
from warehouse.collect.departments import departments
from warehouse.collect.inbox import readable
from warehouse.collect.receipts_list import parse_received_at
from warehouse.settings import Settings


def known_department(settings: Settings, given: str, command: str) -> str:
    """The department's id. Refusal names the nearest one, and `command`."""
    known = departments(settings.office)
    if readable(given) in known:
        return known[readable(given)]
    names = [name for name, department_id in known.items() if name != department_id]
    near = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
    expected = f"{near[0]}?" if near else "、".join(names)
    raise Refusal("USAGE", found=f"--department {given}", expected=expected, command=f"{command} ")


def instant_of(text: str) -> datetime:
    """An instant as a person writes it; without a zone it is Beijing time. ReceiptError if it is none."""
    return parse_received_at(text, datetime.now(UTC))
