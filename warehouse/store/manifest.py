"""A snapshot's manifest: what it is, and the SHA-256 and size of every file in it.

MANIFEST.json has sorted keys; MANIFEST.json.sha256 seals it and can be checked with `sha256sum -c`. That of a folder
which readers open where it lies says of each file also when it was written and which inode it has: while these are the
same nobody has written to it, and its bytes need not be read before every answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.finding.refusal import Refusal
from warehouse.ledger.row import SnapshotRow, instant, instant_text
from warehouse.store.durable import Damage, sha256_of

MANIFEST = "MANIFEST.json"
SEAL = "MANIFEST.json.sha256"
SCHEMA_VERSION = 1


class ManifestError(Refusal):
    """A folder without a manifest that can be believed."""


class SnapshotChangedError(Refusal):
    """A published file that somebody has written to."""


def write_manifest(
    folder: Path, snapshot: SnapshotRow, facts: Mapping[str, object], *, read_here: bool = False
) -> None:
    """State what a finished folder is and holds. `facts`: what else readers should know, as JSON takes it; `read_here`:
    it is renamed at most from now on, and neither copied nor sent.

    ValueError for a link or a special file in the folder: a snapshot holds files and folders only.
    """
    files = {
        name: {"sha256": sha256_of(folder / name), **_written(folder / name, read_here)}
        for name in _files(folder)
    }
    stated = {
        "schema_version": SCHEMA_VERSION,
        "snapshot_id": snapshot.snapshot_id,
        "build_id": snapshot.build_id,
        "built_at": instant_text(snapshot.built_at),
        "received_until": instant_text(snapshot.received_until) if snapshot.received_until else None,
        "facts": facts,
        "files": files,
    }
    text = json.dumps(stated, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / SEAL).write_text(f"{_sum(text.encode())}  {MANIFEST}\n", encoding="ascii")


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a snapshot's manifest states. ManifestError if it is missing, or is not what was sealed."""
    try:
        data = (folder / MANIFEST).read_bytes()
        sealed = (folder / SEAL).read_text(encoding="ascii").split()[:1]
    except (OSError, UnicodeDecodeError) as error:
        why = f"{folder.name}: 没有清单 no manifest ({error})"
        raise ManifestError("SNAPSHOT_ERROR", found=why) from error
    if sealed != [_sum(data)]:
        why = f"{folder.name}: 清单与封签不符 the manifest does not match its seal"
        raise ManifestError("SNAPSHOT_ERROR", found=why)
    stated: dict[str, Any] = json.loads(data)
    return stated


def snapshot_of(folder: Path) -> SnapshotRow:
    """Which snapshot a folder says it is. ManifestError."""
    stated = read_manifest(folder)
    until = stated["received_until"]
    return SnapshotRow(
        snapshot_id=stated["snapshot_id"],
        build_id=stated["build_id"],
        built_at=instant(stated["built_at"]),
        received_until=instant(until) if until else None,
    )


def check_as_published(file: Path) -> None:
    """Refuse a file of a snapshot that is not the one of its manifest. Reads its bytes only where its size, its time or
    its inode are others: it was written to, or the folder is a copy.

    ManifestError, SnapshotChangedError; nothing where the file is what it was.
    """
    stated = read_manifest(file.parent)["files"].get(file.name, {})
    log = file.with_name(f"{file.name}.wal")
    if log.exists():
        # DuckDB would read with the file what another program has written there and not yet put into it.
        raise SnapshotChangedError(
            "SNAPSHOT_CHANGED", where=str(log), found=f"{log.stat().st_size} bytes", expected="-"
        )
    found = _written(file, with_place=True)
    if all(stated.get(name) == value for name, value in found.items()):
        return
    sha256 = sha256_of(file)
    if sha256 != stated.get("sha256"):
        raise SnapshotChangedError(
            "SNAPSHOT_CHANGED",
            where=str(file),
            found=f"SHA-256 {sha256}",
            expected=f"SHA-256 {stated.get('sha256', '-')}",
        )


def verify(folder: Path) -> list[Damage]:
    """Everything in which a snapshot is not as it was made. Reads all bytes; empty: sound."""
    try:
        stated = read_manifest(folder)["files"]
        present = set(_files(folder))
    except (ManifestError, ValueError) as error:
        why = error.found if isinstance(error, ManifestError) else str(error)
        return [Damage(f"{folder.name}/{MANIFEST}", "封签的清单 a sealed manifest", why)]
    damage = []
    for name in sorted(present | set(stated)):
        expected = stated[name]["sha256"] if name in stated else "不在清单 not in the manifest"
        found = sha256_of(folder / name) if name in present else "没有 missing"
        if expected != found:
            damage.append(Damage(f"{folder.name}/{name}", expected, found))
    return damage


def _written(file: Path, with_place: bool) -> dict[str, int]:
    """What a file system says of a file, which another content would change."""
    said = file.stat()
    place = {"mtime_ns": said.st_mtime_ns, "inode": said.st_ino}
    return {"bytes": said.st_size, **(place if with_place else {})}


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _files(folder: Path) -> list[str]:
    """The files below a folder as 'a/b', sorted, the manifest and its seal left out."""
    names = []
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise ValueError(f"不是文件 neither a file nor a folder: {name}")
        if path.is_file() and name not in (MANIFEST, SEAL):
            names.append(name)
    return sorted(names)
