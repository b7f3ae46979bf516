"""What a snapshot's manifest states, and whether its DuckDB file is the one of which it was stated.

The warehouse asks the same before every answer of its own: a DuckDB file can be written to by whoever opens it
read-write, and a number that was changed there looks like one of a return.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from indicators_client.error import SnapshotError

DATABASE = "indicators.duckdb"
MANIFEST = "MANIFEST.json"
_SEAL = "MANIFEST.json.sha256"


def stated_in(folder: Path) -> dict[str, Any]:
    """The manifest of a snapshot's folder. SnapshotError without one, and for one that is not what was sealed."""
    try:
        data = (folder / MANIFEST).read_bytes()
        sealed = (folder / _SEAL).read_text(encoding="ascii").split()[:1]
    except (OSError, UnicodeDecodeError) as error:
        raise SnapshotError(
            "NO_SNAPSHOT", f"{folder} 不是快照的文件夹：{error}", "not the folder of a snapshot"
        ) from error
    if sealed != [hashlib.sha256(data).hexdigest()]:
        raise SnapshotError(
            "CHANGED", f"{folder / MANIFEST} 与封签不符", "the manifest does not match its seal"
        )
    stated: dict[str, Any] = json.loads(data)
    return stated


def check_as_published(folder: Path, stated: dict[str, Any]) -> None:
    """SnapshotError where somebody has written to the DuckDB file. Its bytes are read only where its size, its time or
    its inode are others than stated: of a copy every time, which takes 0.1 s for 100 MB."""
    file = folder / DATABASE
    expected = stated["files"].get(DATABASE, {})
    if file.with_name(f"{DATABASE}.wal").exists():
        raise _changed(file, "旁边有 .wal", "there is a .wal beside it")
    said = file.stat()
    found = {"bytes": said.st_size, "mtime_ns": said.st_mtime_ns, "inode": said.st_ino}
    if all(expected.get(name) == value for name, value in found.items()):
        return
    with file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    if sha256 != expected.get("sha256"):
        why = f"SHA-256 {sha256} ≠ {expected.get('sha256', '-')}"
        raise _changed(file, why, why)


def _changed(file: Path, zh: str, en: str) -> SnapshotError:
    return SnapshotError(
        "CHANGED",
        f"已发布的文件被人改过，不读：{file}，{zh}。请管理员用 indicators doctor 查看",
        f"somebody has written to the published file: {en}",
    )
