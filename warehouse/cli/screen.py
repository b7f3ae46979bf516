"""What goes to the screen: results on standard output, everything else on standard error.

Only signs that a GBK console has; colour only where somebody watches (Rich asks the terminal and NO_COLOR).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from warehouse.language import both
from warehouse.settings import BUSINESS_ZONE

__all__ = [
    "as_json",
    "both",
    "harmless",
    "local_time",
    "note",
    "prepare_streams",
    "print_json",
    "say",
    "watched",
]

# What a file name or a cell's text could steer a terminal with.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def prepare_streams() -> None:
    """A sign that the console's encoding lacks becomes '?' instead of an error in the middle of the output."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """A line of the result."""
    print(harmless(text))


def note(text: str) -> None:
    """A line that is not the result."""
    print(harmless(text), file=sys.stderr, flush=True)


def harmless(text: str) -> str:
    """The text with a question mark for each character that a terminal would obey instead of show."""
    return _CONTROL.sub("?", text)


def watched(stream: TextIO | None = None) -> bool:
    """Whether a person sees the stream as it comes."""
    return bool((stream or sys.stdout).isatty())


def print_json(document: object) -> None:
    """The one document of `--json`. Where the console has no UTF-8, all else is escaped: the same JSON."""
    utf_8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(document, ensure_ascii=not utf_8, indent=1, allow_nan=False, default=as_json))


def as_json(value: object) -> object:
    """What JSON has no type for: decimals as text, so that they stay exact, and instants as ISO 8601 in UTC."""
    if isinstance(value, datetime):
        # An instant without a zone is one of the published file's, which are UTC.
        aware = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.isoformat().removesuffix("+00:00") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def local_time(instant: datetime) -> str:
    """An instant for people: the office's clock, to the minute."""
    return f"{instant.astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M}"
