"""The doctor's looks at the ledger: by itself, and against what lies beside it. Nothing is changed or migrated."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import closing

from ingest.finding.refusal import Refusal
from warehouse.answers.doctor.diagnosis import Inspection
from warehouse.home import Home
from warehouse.landing.tables import is_whole
from warehouse.ledger.file.head import changed_since
from warehouse.ledger.file.migrations import MIGRATIONS
from warehouse.ledger.file.own import (
    check_database,
    check_own,
    is_there,
    landed_ids,
)
from warehouse.ledger.file.schema import tables_of
from warehouse.store.manifest import ManifestError, read_manifest

_LEDGER = ("台账", "ledger")
_KEPT = ("存档与读数", "archive and landing")
_RESTORE = ("从备份恢复 ledger.sqlite", "restore ledger.sqlite from a backup")
_SHOWN = 3


def ledger_looks(home: Home) -> list[Inspection]:
    """The ledger, and, where it can be read, whether archive and landing hold what it says."""
    try:
        if not is_there(home):
            return [Inspection(*_LEDGER, True, "还没有 (not made yet)")]
        with closing(sqlite3.connect(f"{home.ledger.as_uri()}?mode=ro", uri=True, timeout=5)) as ledger:
            look = _ledger(home, ledger)
            return [look, *_log(home, ledger), _kept(home, ledger)] if look.right else [look]
    except Refusal as refusal:
        return [Inspection(*_LEDGER, False, refusal.found, *_RESTORE)]
    except OSError as error:
        return [Inspection(*_LEDGER, False, str(error), "核对权限和磁盘", "check permissions and the disk")]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # Bytes that are no UTF-8 where SQLite keeps its schema: damage that it passes on unseen.
        return [_cannot_be_read(error)]


def _cannot_be_read(error: Exception) -> Inspection:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Inspection(*_LEDGER, False, str(error), *_RESTORE)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Inspection(*_LEDGER, False, str(error), "稍后再看", "look again in a while")
    return Inspection(
        *_LEDGER, False, str(error), "核对权限和磁盘；不是损坏", "check permissions and the disk; no damage"
    )


def _ledger(home: Home, ledger: sqlite3.Connection) -> Inspection:
    known = len(MIGRATIONS)
    version = ledger.execute("PRAGMA user_version").fetchone()[0]
    check = ledger.execute("PRAGMA quick_check(1)").fetchone()[0]
    state = home.ledger.stat()
    mode = stat.S_IMODE(state.st_mode)
    found = f"版本 version {version}/{known} · {check} · {mode:04o}"
    if check != "ok":
        return Inspection(*_LEDGER, False, found, *_RESTORE)
    if version > known:
        return Inspection(*_LEDGER, False, found, "升级程序", "upgrade the program")
    check_database(ledger, tables_of(version))
    check_own(home, ledger)
    if not os.access(home.ledger, os.W_OK, effective_ids=True):
        return Inspection(
            *_LEDGER, False, found, "本账号写不了这个文件，改权限", "this account cannot write it"
        )
    return Inspection(
        *_LEDGER, not mode & 0o077, found, f"chmod 0600 {home.ledger}", "it must be this account's only"
    )


def _log(home: Home, ledger: sqlite3.Connection) -> list[Inspection]:
    """What was entered before the current snapshot was made, against what its manifest says of it."""
    if not home.current.is_symlink() or ledger.execute("PRAGMA user_version").fetchone()[0] != len(
        MIGRATIONS
    ):
        return []
    try:
        stated = read_manifest(home.current.resolve())["facts"].get("ledger")
    except ManifestError:
        return []  # said of the snapshot
    if stated is None:
        return []  # made before manifests said it
    if changed := changed_since(ledger, stated):
        return [
            Inspection(
                *_LEDGER,
                False,
                f"{', '.join(changed)}：与快照 {home.current.resolve().name} 所记不同，有记录被改、被删"
                " entries that this snapshot knew were changed or are gone",
                *_RESTORE,
            )
        ]
    return []


def _kept(home: Home, ledger: sqlite3.Connection) -> Inspection:
    """By names and by how tables end, which costs little; bytes are checked when they are read."""
    handed_in = dict(ledger.execute("SELECT sha256, file_name FROM submission"))
    ids = {submission_id for (submission_id,) in ledger.execute("SELECT submission_id FROM submission")}
    archived = {path.name for path in home.archive.glob("??/*") if path.name[0] != "."}
    landed = landed_ids(home)
    accepted = ledger.execute(
        "SELECT d.submission_id, d.reader_version, s.file_name FROM standing_decision d JOIN submission s USING (submission_id)"
        " WHERE d.kind IN ('accept', 'release')"
    ).fetchall()
    no_original = [name for sha256, name in handed_in.items() if sha256 not in archived]
    no_reading = [name for one, version, name in accepted if not is_whole(home.landing / one / version)]
    unknown = sorted(landed - ids)
    if no_original or no_reading:
        gone = [("原件 archived", no_original), ("读数 reading", no_reading)]
        found = " · ".join(f"缺 missing: {what} {_listed(names)}" for what, names in gone if names)
        return Inspection(
            *_KEPT, False, found, "从备份恢复 archive、landing", "restore archive and landing from a backup"
        )
    if unknown:
        found = f"台账不知道 the ledger does not know: landing {_listed(unknown)}"
        return Inspection(
            *_KEPT,
            False,
            found,
            "台账比数据旧：恢复更新的台账",
            "the ledger is older than the data: restore a newer one",
        )
    # What was archived and not entered is what a kill left; it still lies in the inbox.
    waiting = len(archived - set(handed_in))
    found = f"原件 {len(handed_in)}，读数 {len(landed)} (archived, read)" + (
        f" · 未登记 {waiting}" if waiting else ""
    )
    return Inspection(*_KEPT, True, found)


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    return "、".join(every[:_SHOWN]) + (f" … {len(every)}" if len(every) > _SHOWN else "")
