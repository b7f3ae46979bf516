"""A row that a check found, as the finding that it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from expectations.landed import Landed
from ingest.decimal_text import plain
from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place

# What tells a row's place and subject; every other column fills the slot of its name in the words of the rule.
_PLACED = frozenset({"submission_id", "rule", "position", "sheet", "cell"})
_CELL = re.compile("([A-Z]*)([0-9]*)")


def finding_of_row(row: Mapping[str, Any], rule: str, submission: Landed) -> Finding:
    """The finding of a rule at the cell that the row names."""
    place = Place(
        submission.file,
        row["sheet"],
        row["cell"],
        submission.submission_id,
        submission.form_id,
        submission.period,
    )
    words: dict[str, Any] = {name: _word(value) for name, value in row.items() if name not in _PLACED}
    return finding(rule, place, **words)


def _word(value: object) -> object:
    """A column as a word: an amount in the unit in which the return writes it, a list as from … to."""
    match value:
        case None | {"amount": None}:
            return ""
        case {"at": str(at), "amount": amount, "mult": int(mult)}:
            return f"{at}: {plain(Decimal(amount).scaleb(-mult))}"
        case {"amount": amount, "mult": int(mult)}:
            return plain(Decimal(amount).scaleb(-mult))
        case list():
            return " … ".join(str(_word(each)) for each in value)
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
    return value


def place_in_sheet(row: Mapping[str, Any]) -> tuple[str, int, int, str]:
    """Where a row's cell stands, line by line: its sheet, its line, its column."""
    match = _CELL.match(row["cell"])
    column, line = match.groups() if match else ("", "")
    return row["sheet"], int(line or 0), len(column), column
