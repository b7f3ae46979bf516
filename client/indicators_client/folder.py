"""Which folder is meant: that of a snapshot by itself, or one of a home by its id, a time or a day.

A home has `current` (a link to what readers have), `snapshots/<id>` (what was published) and `builds/as-of/…` (days
that somebody has asked about, as they were known then).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from indicators_client.error import SnapshotError
from indicators_client.manifest import MANIFEST, stated_in

_AS_OF = "as-of-"


def folder_of(place: Path, at: str | datetime | None, as_of: str | date | None) -> Path:
    """The folder to read, links resolved once: `current` moves at night. SnapshotError where there is none."""
    if at is not None and as_of is not None:
        raise SnapshotError("USAGE", "at 和 as_of 只能用一个", "at or as_of, not both")
    if (place / MANIFEST).is_file():
        if at is None and as_of is None:
            return place.resolve()
        raise SnapshotError(
            "USAGE", f"{place} 已是一个快照，不能再选", "this is one snapshot: there is nothing to choose"
        )
    if as_of is not None:
        return _as_of(place, _day(as_of))
    if at is not None:
        return _at(place, at)
    if not (place / "current").exists():
        raise _none(place, "还没有发布过", "nothing is published yet")
    return (place / "current").resolve()


def kept_snapshots(home: str | Path) -> tuple[str, ...]:
    """The ids of the snapshots that a home keeps, the newest last: for `at`."""
    return tuple(path.name for path in _kept(Path(home)))


def built_days(home: str | Path) -> tuple[str, ...]:
    """The days of which a home has built what was known then, in their order: for `as_of`."""
    return tuple(sorted(name.removeprefix(_AS_OF) for name in _built(Path(home))))


def _kept(home: Path) -> list[Path]:
    return sorted(path for path in (home / "snapshots").glob("[!.]*") if (path / MANIFEST).is_file())


def _built(home: Path) -> dict[str, list[tuple[str, Path]]]:
    """The builds of each day, with the instant at which each was made."""
    built: dict[str, list[tuple[str, Path]]] = {}
    for path in (home / "builds" / "as-of").glob("[!.]*"):
        if (path / MANIFEST).is_file():
            stated = stated_in(path)
            built.setdefault(stated["snapshot_id"], []).append((stated["built_at"], path))
    return built


def _at(home: Path, at: str | datetime) -> Path:
    """The snapshot of an id or its beginning; by a time, the newest that was made by then."""
    kept = _kept(home)
    if isinstance(at, datetime):
        if at.tzinfo is None:
            raise SnapshotError("USAGE", f"{at} 没有时区", "a time without a zone")
        # The order of the names is the order of time.
        moment = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        found = [path for path in kept if path.name.partition("-")[0] <= moment][-1:]
    else:
        found = [path for path in kept if path.name == at] or [
            path for path in kept if path.name.startswith(at)
        ]
    if len(found) == 1:
        return found[0].resolve()
    raise _none(
        home, f"没有这一个快照 {at}；现有 {_listed([path.name for path in kept])}", "no such snapshot"
    )


def _as_of(home: Path, day: date) -> Path:
    """The newest build of what was known at the end of a day. A client builds none."""
    found = _built(home).get(f"{_AS_OF}{day.isoformat()}")
    if found:
        return max(found)[1].resolve()
    days = _listed(list(built_days(home)))
    raise SnapshotError(
        "NOT_BUILT",
        f"{day} 所知的还没有建；已建的有 {days}。请在装有指标库的机器上运行一次 "
        f'indicators query "from snapshot" --as-of {day}',
        f"what was known on {day} is not built yet: run the command once where the warehouse is installed",
    )


def _day(given: str | date) -> date:
    if isinstance(given, datetime):
        raise SnapshotError("USAGE", f"as_of 是日期，不是时刻：{given}", "as_of is a day, not a time")
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise SnapshotError(
            "USAGE", f"as_of {given}，应为 2024-01-05", "as_of is a day, 2024-01-05"
        ) from None


def _none(home: Path, zh: str, en: str) -> SnapshotError:
    return SnapshotError("NO_SNAPSHOT", f"{home}：{zh}", en)


def _listed(names: list[str]) -> str:
    return "、".join(names[-5:]) or "（无）"
