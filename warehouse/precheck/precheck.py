"""Looking at what waits in the folders 预检: read and judged as at night, alone, and handed back beside it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from ingest.guard.guarded import guarded_calls
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.workbook.unreadable import Unreadable
from warehouse.collect.hand_in import departments
from warehouse.collect.inbox import read
from warehouse.hand_back.copies import Copied, listed, write_copy
from warehouse.hand_back.page import page
from warehouse.hand_back.receipt import receipt_text
from warehouse.hand_back.review import STATES, Review, State, items_of, state_of
from warehouse.home import Home
from warehouse.precheck.folder import COPY, PAGE, RECEIPT, ToLookAt, beside, opened, put, waiting
from warehouse.settings import Settings

_LOG = logging.getLogger(__name__)
_SHORT_ID = 16


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
    """Look at everything that waits, once. Costs a look at the folders where nothing does."""
    home = Home(settings.home)
    found = waiting(home.inbox, departments(settings.office), settings.settle_seconds)
    if not found:
        return ()
    office = load_office(settings.office)
    with TemporaryDirectory(prefix="precheck-") as scratch:
        return _looked_at(settings, home, office, found, Path(scratch))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A workbook with its bytes, and where a copy of them lies while it is looked at."""

    one: ToLookAt
    data: bytes
    path: Path


def _taken(home: Home, found: Sequence[ToLookAt], limit: int, scratch: Path) -> list[_Taken]:
    """What can be read now; what is being written, or may not be read, waits for the next time."""
    taken = []
    for number, one in enumerate(found):
        folder = home.inbox.joinpath(*one.folder)
        data = read(folder, one.file, limit)
        if isinstance(data, bytes):
            path = scratch / str(number)
            path.write_bytes(data)
            taken.append(_Taken(one, data, path))
        elif isinstance(data, Finding):
            _LOG.warning("%s/%s: %s", "/".join(one.folder), one.name, data.found)
    return taken


def _looked_at(
    settings: Settings, home: Home, office: Office, found: Sequence[ToLookAt], scratch: Path
) -> tuple[Looked, ...]:
    reviews = []
    taken = _taken(home, found, settings.limits.file_bytes, scratch)
    for one, (review, would_be) in zip(taken, _reviews(settings, office, taken), strict=True):
        reviews.append((one, review, would_be))
    copies = _copies(settings, [(one, review) for one, review, _ in reviews])
    looked = []
    for (one, review, would_be), made in zip(reviews, copies, strict=True):
        problem = _put_beside(home, one.one, review, made)
        looked.append(
            Looked(
                one.one.department_id,
                review.department_zh,
                one.one.name,
                review.form_id,
                review.period,
                would_be,
                sum(not item.follows for item in review.items),
                problem,
            )
        )
    return tuple(looked)


def _reviews(settings: Settings, office: Office, taken: Sequence[_Taken]) -> list[tuple[Review, State]]:
    """What the night would find of each, and what it would decide."""
    from ingest.form.file import load_forms  # noqa: PLC0415 - pydantic, 0.2 s, where something waits
    from ingest.reading.context import SubmissionFacts  # noqa: PLC0415 - see above
    from ingest.reading.submission import read_submission, unreadable  # noqa: PLC0415 - see above
    from warehouse.answers.preview import judged_alone  # noqa: PLC0415 - DuckDB and pyarrow, 0.4 s

    forms = load_forms(settings.office, office)
    now = datetime.now(UTC)
    facts = [
        SubmissionFacts(
            hashlib.sha256(one.data).hexdigest()[:_SHORT_ID], one.one.name, one.one.department_id, now
        )
        for one in taken
    ]
    calls = [
        (one.data, about, office, forms, settings.limits) for one, about in zip(taken, facts, strict=True)
    ]
    reviews: dict[int, tuple[Review, State]] = {}
    with closing(guarded_calls(read_submission, calls, 1, settings.child_bounds)) as outcomes:
        for outcome in outcomes:
            about = facts[outcome.number]
            if isinstance(outcome.error, Unreadable):
                reading = unreadable(outcome.error, about)
            elif outcome.error is not None:
                raise outcome.error
            else:
                reading = outcome.value
            findings = judged_alone(settings, reading, office, forms)
            holds = any(one.severity is Severity.HOLD and one.scope == "submission" for one in findings)
            would_be = state_of(findings, "hold" if holds else "accept")
            form = next((one for one in forms if one.form_id == reading.form_id), None)
            data = taken[outcome.number].data
            review = Review(
                submission_id="",
                file_name=about.file_name,
                sha256=hashlib.sha256(data).hexdigest(),
                size_bytes=len(data),
                received_at=now,
                department_zh=office.departments.get(about.department_id, about.department_id),
                form_id=reading.form_id or "",
                form_zh=form.title_zh if form else reading.form_id or "",
                period=reading.period or "",
                state=State.PRECHECKED,
                items=items_of(findings, {}, {}),
                figures=len(reading.observations),
                rows=len({(cell.register, cell.row_no) for cell in reading.register_cells}),
                held_values=0,
                reason=f"照这样报送：{STATES[would_be].state_zh}。",
            )
            reviews[outcome.number] = review, would_be
    return [reviews[number] for number in range(len(taken))]


def _copies(
    settings: Settings, reviews: Sequence[tuple[_Taken, Review]]
) -> list[tuple[Copied, bytes] | None]:
    """The marked workbooks; None where there is nothing to mark."""
    made: list[tuple[Copied, bytes] | None] = [None] * len(reviews)
    wanted = [number for number, (_, review) in enumerate(reviews) if review.items]
    targets = [reviews[number][0].path.with_suffix(".copy") for number in wanted]
    calls = [
        (reviews[number][0].path, reviews[number][1], settings.limits, target)
        for number, target in zip(wanted, targets, strict=True)
    ]
    with closing(guarded_calls(write_copy, calls, 1, settings.child_bounds)) as outcomes:
        for outcome in outcomes:
            number = wanted[outcome.number]
            if outcome.error is None:
                made[number] = outcome.value, targets[outcome.number].read_bytes()
            else:
                review = reviews[number][1]
                _LOG.error("marking %s: %s", review.file_name, outcome.error)
                made[number] = listed(review, "加批注时出错，请告诉管理员", "it could not be marked")
    return made


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
