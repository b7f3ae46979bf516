"""A department's folder 预检 in the inbox: which workbooks wait there, and putting beside them what was found.

Everybody in the department writes there. So no link is followed: the folder is opened by name inside its parents, and
what is written goes into that very folder, whatever has become of its path since.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from warehouse.collect.inbox import InboxFile, look_settled, readable
from warehouse.hand_back.outbox import safe_name
from warehouse.home import PRECHECK

# What is written beside a workbook, by what stands behind its name.
COPY, PAGE, RECEIPT = "_预检", "_预检.html", "_预检回执.txt"
_COPIES = tuple(f"{COPY}{extension}" for extension in (".xlsx", ".xlsm", ".xltx", ".xltm"))
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A workbook that waits. `folder`: the names of its folder below the inbox; `file`: as it was seen in there."""

    department_id: str
    folder: tuple[str, ...]
    file: InboxFile

    @property
    def name(self) -> str:
        """What it is called, for people."""
        return readable(self.file.parts[-1])


def waiting(inbox: Path, known: Mapping[str, str], settle_seconds: float) -> list[ToLookAt]:
    """The workbooks of all departments that were not looked at since they were last put there, in order of their names.

    `known`: the department by what its folder may be called. What cannot be entered is nobody's to look at.
    """
    found = []
    for entry in sorted(inbox.iterdir()) if inbox.is_dir() else ():
        department_id = known.get(readable(entry.name))
        if department_id is None or entry.is_symlink() or not entry.is_dir():
            continue
        below = next((one for one in _names(entry) if readable(one) == PRECHECK), None)
        if below is None or (entry / below).is_symlink():
            continue
        path = entry / below
        if not _names(path):
            continue  # nothing to wait for until it has settled
        files = [file for file in look_settled(path, settle_seconds).files if len(file.parts) == 1]
        written = {file.parts[0]: file.changed_ns for file in files if file.parts[0].endswith(RECEIPT)}
        found += [
            ToLookAt(department_id, (entry.name, below), file) for file in files if _waits(file, written)
        ]
    return sorted(found, key=lambda one: (one.folder, one.name))


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _waits(file: InboxFile, receipts: Mapping[str, int]) -> bool:
    """Whether a file is there to be looked at. `receipts`: those of the folder, with the instant of their last change.

    By the instant of the last change of any kind, because a copy keeps the others. A receipt is written last: what we have
    put there is older than the receipt beside it, and a copy of ours that is younger somebody has written into.
    """
    name = file.parts[0]
    if name.endswith((PAGE, RECEIPT)):
        return False
    mine = receipts.get(beside(name, RECEIPT))
    if mine is None and name.endswith(_COPIES):
        stem = name.rpartition(COPY)[0]
        mine = max((at for other, at in receipts.items() if other.startswith(stem)), default=None)
    return mine is None or mine < file.changed_ns


def beside(name: str, behind: str) -> str:
    """What something that is written beside a workbook is called: the whole name of that, and what it is."""
    return f"{safe_name(name)}{behind}"


@contextmanager
def opened(inbox: Path, names: tuple[str, ...]) -> Iterator[int]:
    """The folder itself, none of whose parents below the inbox is a link."""
    descriptor = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in names:
            below = os.open(name, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def put(folder: int, name: str, data: bytes) -> None:
    """Write a file into an open folder, whole or not at all, as open to others as the folder."""
    mode = stat.S_IMODE(os.fstat(folder).st_mode) & 0o666
    staging = f".{os.getpid()}-{secrets.token_hex(4)}.part"
    descriptor = os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        os.rename(staging, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with suppress(FileNotFoundError):
            os.unlink(staging, dir_fd=folder)
        raise
    os.fsync(folder)
