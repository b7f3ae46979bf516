"""Which published file a command reads: the current one, a named snapshot, or what was known on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from ingest.finding.refusal import Refusal
from warehouse.cli.screen import both, note
from warehouse.home import DATABASE, Home
from warehouse.ledger.file.own import is_there
from warehouse.settings import Settings, business_day
from warehouse.snapshots.snapshot import current
from warehouse.store.manifest import check_as_published


def published_file(settings: Settings, as_of: str | None, snapshot: str | None) -> Path:
    """The DuckDB file to read, as it was published. A day that nobody has asked about before is built first.

    Refusal: nothing is published, the snapshot is not there, the day is none, or both were given. SnapshotChangedError
    where somebody has written to the file.
    """
    file = _file(settings, as_of, snapshot)
    check_as_published(file)
    return file


def _file(settings: Settings, as_of: str | None, snapshot: str | None) -> Path:
    home = Home(settings.home)
    if as_of and snapshot:
        raise Refusal(
            "USAGE", found="--as-of, --snapshot", expected=both("只能用一个", "one of them"), command=""
        )
    if as_of:
        return _as_of(settings, home, as_of)
    if snapshot:
        return snapshot_folder(home, snapshot) / DATABASE
    folder = current(home)
    if folder is None:
        raise nothing_published(home)
    return folder / DATABASE


def nothing_published(home: Home) -> Exception:
    """The refusal of a command that reads what is published, where nothing is."""
    return Refusal("NO_SNAPSHOT", where=str(home.root), inbox=str(home.inbox))


def snapshot_folder(home: Home, given: str) -> Path:
    """The folder of a snapshot that is kept, by its id or a beginning that only it has."""
    folders = sorted(path for path in home.snapshots.glob("[!.]*") if path.is_dir())
    if not folders:
        raise nothing_published(home)
    matching = [folder for folder in folders if folder.name == given] or [
        folder for folder in folders if folder.name.startswith(given)
    ]
    if len(matching) != 1:
        names = [folder.name for folder in matching or folders]
        raise Refusal("UNKNOWN_SNAPSHOT", found=given, expected=" ".join(names[-5:]))
    return matching[0]


def _as_of(settings: Settings, home: Home, text: str) -> Path:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal("USAGE", found=f"--as-of {text}", expected="2024-01-05", command="") from None
    today = business_day(datetime.now(UTC))
    if day > today:
        # It would be answered with what is known now, under the name of a day of which nobody knows anything.
        expected = both(f"{today} 或以前", f"{today} or before")
        raise Refusal("USAGE", found=f"--as-of {text}", expected=expected, command="")
    if not is_there(home):
        raise nothing_published(home)
    from warehouse.answers.as_of import build_as_of  # noqa: PLC0415 - DuckDB and pandas, 0.7 s: for --as-of alone

    began = False

    def progress(*_: object) -> None:
        nonlocal began
        if not began:
            note(
                both(f"○ 按 {day} 所知重建（约半分钟，只此一次）…", f"building what was known on {day}, once")
            )
        began = True

    return build_as_of(settings, day, progress)
