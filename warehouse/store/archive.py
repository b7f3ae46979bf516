"""The archive: every file ever handed in, once, under the SHA-256 of its bytes; nothing changes or leaves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from ingest.finding.refusal import Refusal
from warehouse.home import Home
from warehouse.store.durable import Damage, drop_stale, sha256_of, sync_folder, write_file

_SHA256 = re.compile(r"[0-9a-f]{64}")


class ArchiveDamageError(Refusal):
    """An archived file is not what its name says. Restore it from the backup; nothing overwrites it."""


def path_of(home: Home, sha256: str) -> Path:
    """Where a file with this sum lies. ValueError for what is no SHA-256 in lower-case hex."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return home.archive / sha256[:2] / sha256


def keep(home: Home, data: bytes) -> str:
    """Archive a file's bytes; when this returns they will last. The SHA-256 of the bytes.

    Bytes that are kept already are compared, not written again. ArchiveDamageError if what is kept under
    their sum is something else.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(home, sha256)
    _put(path, data, sha256)
    # Also where the folder was there already: whoever made it may have been killed before this.
    sync_folder(home.archive)
    return sha256


def keep_receipts(home: Home, data: bytes) -> Path:
    """Archive a receipts list that has been worked off, as archive/receipts/<sha256>.csv."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = home.archived_receipts / f"{sha256}.csv"
    _put(path, data, sha256)
    sync_folder(home.archive)
    return path


def _put(path: Path, data: bytes, sha256: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        write_file(path, data, mode=0o400)
        return
    _check(path, sha256, sha256_of(path))
    sync_folder(path.parent)


def read(home: Home, sha256: str) -> bytes:
    """The bytes archived under a sum. FileNotFoundError; ArchiveDamageError if they are not of that sum."""
    path = path_of(home, sha256)
    data = path.read_bytes()
    _check(path, sha256, hashlib.sha256(data).hexdigest())
    return data


def _check(path: Path, sha256: str, found: str) -> None:
    if found != sha256:
        said = (
            f"存档文件已损坏:{sha256},实际内容为 {found},请从备份恢复。"
            f" The archived file {sha256} holds {found}; restore it from the backup."
        )
        raise ArchiveDamageError("ARCHIVE_DAMAGED", found=said, file="/".join(path.parts[-3:]))


def drop_unfinished(home: Home) -> None:
    """Remove what killed runs left half-written in the archive."""
    for folder in home.archive.iterdir():
        drop_stale(folder)


def verify_archive(home: Home, expected: Iterable[str]) -> list[Damage]:
    """Re-hash everything kept and look for every sum in `expected` (those of the ledger). Reads all bytes."""
    missing = set(expected)
    damage = []
    for folder in sorted(path for path in home.archive.glob("*") if path.is_dir()):
        for path in sorted(folder.glob("[!.]*")):  # a dot: being written now
            stated = path.name.removesuffix(".csv") if folder == home.archived_receipts else path.name
            found = sha256_of(path) if path.is_file() and not path.is_symlink() else "不是文件 not a file"
            missing.discard(stated)
            if found != stated:
                damage.append(Damage(str(path.relative_to(home.root)), stated, found))
    damage += [
        Damage(str(path_of(home, sha256).relative_to(home.root)), sha256, "没有 missing")
        for sha256 in sorted(missing)
    ]
    return damage
