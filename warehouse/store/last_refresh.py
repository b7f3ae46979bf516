"""When a refresh last ended well: with something published, or with nothing new. A file of the logs, beside the ledger.

Not in the ledger: it is read to tell that something is wrong, which may be the ledger.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from warehouse.home import Home
from warehouse.store.durable import write_file

_NAME = "last_refresh.json"
_log = logging.getLogger(__name__)


def record_refreshed(home: Home, instant: datetime | None = None) -> None:
    """Keep that one has ended well, now unless an instant is given. Where it cannot be written the log says so."""
    at = (instant or datetime.now(UTC)).astimezone(UTC).isoformat()
    try:
        write_file(home.logs / _NAME, json.dumps({"ended_well_at": at}).encode())
    except OSError as error:
        _log.warning("没有记下更新成功的时间 the end of the refresh could not be kept: %s", error)


def last_refreshed(home: Home) -> datetime | None:
    """When one ended well; None where none has yet, or nothing tells."""
    try:
        return datetime.fromisoformat(json.loads((home.logs / _NAME).read_bytes())["ended_well_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
