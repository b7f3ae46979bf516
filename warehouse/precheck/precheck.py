"""Looking at what waits in the folders 预检: each workbook in a guarded process, what was found put beside it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.finding.finding import Finding
from ingest.guard.guarded import Outcome, guarded_calls
from ingest.workbook.unreadable import Unreadable
from warehouse.collect.departments import departments
from warehouse.collect.inbox import read
from warehouse.hand_back.copied import Copied
from warehouse.hand_back.page import page
from warehouse.hand_back.receipt import receipt_text
from warehouse.hand_back.review import Review, State
from warehouse.home import Home
from warehouse.precheck.asked import Asked, look
from warehouse.precheck.folder import COPY, PAGE, RECEIPT, ToLookAt, beside, opened, put, waiting
from warehouse.settings import Settings

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """A workbook that was looked at. `would_be`: what would become of it; `problem`: why nothing could be put beside it."""

    department_id: str
    department_zh: str
    file: str
    form_id: str
    period: str
    would_be: State
    findings: int
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        """What `precheck --json` prints of it."""
        return asdict(self)


def precheck(settings: Settings) -> tuple[Looked, ...]:
    """Look at everything that waits, once, in the order of the folders. Costs a look at these where nothing does.

    What is being written, or may not be read, waits for the next time. A fault of ours costs the workbook that it is met
    with, and is logged.
    """
    home = Home(settings.home)
    found = waiting(home.inbox, departments(settings.office), settings.settle_seconds)
    if not found:
        return ()
    looked: dict[int, Looked] = {}
    with TemporaryDirectory(prefix="precheck-") as scratch:
        taken: list[tuple[ToLookAt, Asked]] = []
        for one in found:
            data = read(home.inbox.joinpath(*one.folder), one.file, settings.limits.file_bytes)
            if isinstance(data, bytes):
                path = Path(scratch, str(len(taken)))
                path.write_bytes(data)
                copy = path.with_suffix(".copy")
                taken.append((one, Asked(one.name, one.department_id, path, copy, datetime.now(UTC))))
            elif isinstance(data, Finding):
                _LOG.warning("%s/%s: %s", "/".join(one.folder), one.name, data.found)
        calls = [(settings, asked) for _, asked in taken]
        with closing(guarded_calls(look, calls, 1, settings.child_bounds)) as outcomes:
            for outcome in outcomes:
                looked[outcome.number] = _finish(settings, home, taken, outcome)
    return tuple(looked[number] for number in sorted(looked))


def _finish(
    settings: Settings, home: Home, taken: Sequence[tuple[ToLookAt, Asked]], outcome: Outcome
) -> Looked:
    """Put beside a workbook what was found in it; nothing where we have failed on it, and then it is tried again."""
    one, asked = taken[outcome.number]
    if isinstance(outcome.error, Unreadable):
        from warehouse.hand_back.copies import listed  # noqa: PLC0415 - the readers, 0.2 s, and seldom needed
        from warehouse.precheck.look import not_looked_at  # noqa: PLC0415 - see above

        review, would_be = not_looked_at(settings, asked, outcome.error)
        words = outcome.error.problem
        made: tuple[Copied, bytes] | None = listed(review, words.message_zh, words.message_en)
    elif outcome.error is not None:
        _LOG.error("%s/%s: %s", "/".join(one.folder), one.name, outcome.error)
        failed = f"{type(outcome.error).__name__}: {outcome.error}"
        return Looked(one.department_id, one.folder[0], one.name, "", "", State.RECEIVED, 0, failed)
    else:
        review, would_be = outcome.value.review, outcome.value.would_be
        copied = outcome.value.copied
        made = (copied, asked.target.read_bytes()) if copied else None
    problem = _put_beside(home, one, review, made)
    roots = sum(not item.follows for item in review.items)
    return Looked(
        one.department_id,
        review.department_zh,
        one.name,
        review.form_id,
        review.period,
        would_be,
        roots,
        problem,
    )


def _put_beside(home: Home, one: ToLookAt, review: Review, made: tuple[Copied, bytes] | None) -> str:
    """Put copy, page and receipt beside the workbook, the receipt last: with it, it has been looked at. Why not, or ''."""
    stem = Path(one.name).stem
    try:
        with opened(home.inbox, one.folder) as folder:
            name = ""
            if made is not None:
                copied, data = made
                name = beside(stem, f"{COPY}{copied.extension}")
                put(folder, name, data)
                put(folder, beside(stem, PAGE), page(review).encode())
            text = receipt_text(review, made[0] if made else None, name, beside(stem, PAGE))
            put(folder, beside(one.file.parts[-1], RECEIPT), text.encode("utf-8-sig"))
    except OSError as error:
        _LOG.warning("%s/%s: %s", "/".join(one.folder), one.name, error)
        return error.strerror or str(error)
    return ""
