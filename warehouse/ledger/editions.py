"""The ledger's part about editions: what a meeting was shown, figure by figure, and who signed it off.

An edition is a copy of what was said, not of what is so: figures that move afterwards leave it as it is. It may be
frozen again as long as nobody has signed it; the newest one of a meeting and period stands. Nothing waits for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from ingest.finding.refusal import Refusal
from warehouse.ledger.file.schema import transaction
from warehouse.ledger.row import instant_text, rows
from warehouse.settings import business_day

_END_OF_TIME = "9999-12-31T23:59:59.999999Z"
_EVERY = (
    "SELECT edition.*, COALESCE(s.actor, '') AS signed_by, signed_at FROM edition"
    " LEFT JOIN edition_signature s ON s.edition_id = edition.edition_id AND signed_at < ?1"
    " WHERE frozen_at < ?1"
)


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as a meeting was shown it. `row_key`: of bi.headline, its line and the period that it is of; `what`: which
    figure of the row; `shown`: as it was said, with its unit; `observation_id`: empty where it was computed."""

    row_key: str
    line_zh: str
    period_zh: str
    what: str
    shown: str
    is_synthetic: bool
    observation_id: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What one meeting was shown of one period. `actor`: who froze it; `signed_by`: empty while nobody has signed it."""

    edition_id: int
    name: str
    period: str
    snapshot_id: str
    actor: str
    frozen_at: datetime
    signed_by: str = ""
    signed_at: datetime | None = None

    @property
    def title(self) -> str:
        """The meeting and its period: 调度会 2023-12."""
        return f"{self.name} {self.period}"


def freeze(
    book: sqlite3.Connection,
    name: str,
    period: str,
    figures: Sequence[ShownFigure],
    *,
    snapshot_id: str,
    actor: str,
    again: bool = False,
    frozen_at: datetime | None = None,
) -> Edition:
    """Enter what a meeting was shown. Refusal where no figure was, where nobody is named, where there is an edition of the
    meeting and period and `again` is not said, and where that one is signed: what was signed off is not shown anew."""
    if not name.strip() or not actor.strip():
        raise refused(
            f"edition {name!r} --by {actor!r}",
            "写明什么会、谁定稿 which meeting, and who freezes what it was shown",
        )
    if not figures:
        raise refused(f"edition {name} {period}", "有数的时期 a period of which there are figures")
    with transaction(book):
        standing = edition_of(book, name.strip(), period)
        if standing is not None and standing.signed_at is not None:
            raise refused(
                f"edition {standing.title}",
                f"还没有审签的；这一份 {standing.signed_by} 已于 {business_day(standing.signed_at)} 审签"
                " one that is not signed; this one is",
            )
        if standing is not None and not again:
            raise refused(
                f"edition {standing.title}",
                f"{standing.actor} 已于 {business_day(standing.frozen_at)} 定稿，重新定稿加 --again"
                " it is frozen; --again freezes it anew",
            )
        number = book.execute(
            "INSERT INTO edition (name, period, snapshot_id, actor, frozen_at) VALUES (?, ?, ?, ?, ?)",
            (
                name.strip(),
                period,
                snapshot_id,
                actor.strip(),
                instant_text(frozen_at or datetime.now(UTC)),
            ),
        ).lastrowid
        book.executemany(
            "INSERT INTO edition_figure"
            " (edition_id, row_key, line_zh, period_zh, what, shown, is_synthetic, observation_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(number, *astuple(one)) for one in figures],
        )
        return _entered(book, number)


def sign(
    book: sqlite3.Connection, name: str, period: str, *, actor: str, signed_at: datetime | None = None
) -> Edition:
    """Enter that somebody signed an edition off. Refusal where there is none, where it is signed already, and where the one
    who signs is the one who froze it."""
    with transaction(book):
        standing = known_edition(book, name.strip(), period)
        if standing.signed_at is not None:
            raise refused(
                f"edition {standing.title} --sign",
                f"还没有审签的；{standing.signed_by} 已审签 one that is not signed; it is",
            )
        if actor.strip() in ("", standing.actor):
            raise refused(
                f"--sign --by {actor!r}",
                f"定稿人 {standing.actor} 以外的人 somebody else than {standing.actor}, who froze it",
            )
        book.execute(
            "INSERT INTO edition_signature VALUES (?, ?, ?)",
            (standing.edition_id, actor.strip(), instant_text(signed_at or datetime.now(UTC))),
        )
        return _entered(book, standing.edition_id)


def editions(book: sqlite3.Connection, until: datetime | None = None) -> list[Edition]:
    """The newest edition of each meeting and period, in the order in which they were frozen; or as it was before an instant."""
    bound = instant_text(until) if until else _END_OF_TIME
    every = rows(Edition, book.execute(f"{_EVERY} ORDER BY edition.edition_id", (bound,)))
    newest = {(one.name, one.period): one for one in every}
    return sorted(newest.values(), key=lambda one: one.edition_id)


def figures_of(book: sqlite3.Connection, edition: Edition) -> list[ShownFigure]:
    """What an edition holds, in the order in which it was shown."""
    asked = "SELECT * FROM edition_figure WHERE edition_id = ? ORDER BY figure_id"
    return rows(ShownFigure, book.execute(asked, (edition.edition_id,)))


def held_editions(
    book: sqlite3.Connection, until: datetime | None = None
) -> list[tuple[Edition, list[ShownFigure]]]:
    """The same with what each holds."""
    return [(one, figures_of(book, one)) for one in editions(book, until)]


def edition_of(book: sqlite3.Connection, name: str, period: str) -> Edition | None:
    """The edition of a meeting and period that stands; None where nothing was frozen."""
    return next((one for one in editions(book) if (one.name, one.period) == (name, period)), None)


def known_edition(book: sqlite3.Connection, name: str, period: str) -> Edition:
    """The edition that stands. Refusal for one that there is not, with those that there are."""
    found = edition_of(book, name, period)
    if found is None:
        raise refused(f"edition {name} {period}", _listed(editions(book)))
    return found


def facts_of(every: Iterable[Edition]) -> list[str]:
    """What a build that tells of editions is made of, for its id."""
    return [f"edition {one.edition_id} {'signed' if one.signed_at else ''}".rstrip() for one in every]


def refused(found: str, expected: str) -> Refusal:
    """What is said where an edition is not entered or not found."""
    return Refusal("EDITION", found=found, expected=expected)


def _listed(every: Sequence[Edition]) -> str:
    return f"已定稿的 those that are frozen: {'、'.join(one.title for one in every) or '无 none'}"


def _entered(book: sqlite3.Connection, edition_id: int | None) -> Edition:
    asked = f"{_EVERY} AND edition.edition_id = ?2"
    return rows(Edition, book.execute(asked, (_END_OF_TIME, edition_id)))[0]
