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
_OURS = (f"{COPY}.xlsx", f"{COPY}.xlsm", f"{COPY}.xltx", f"{COPY}.xltm", PAGE, RECEIPT)
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
        if not any(_is_workbook(name) for name in _names(path)):
            continue  # nothing to wait for until it has settled
        for file in look_settled(path, settle_seconds).files:
            if len(file.parts) == 1 and _is_workbook(file.parts[0]) and not _is_done(path, file):
                found.append(ToLookAt(department_id, (entry.name, below), file))
    return sorted(found, key=lambda one: (one.folder, one.name))


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _is_workbook(name: str) -> bool:
    return not readable(name).endswith(_OURS) and not name.startswith(".")


def beside(name: str, behind: str) -> str:
    """What something that is written beside a workbook is called: the whole name of that, and what it is."""
    return f"{safe_name(name)}{behind}"


def _is_done(folder: Path, file: InboxFile) -> bool:
    """Whether its receipt is younger than the file. By the instant of the last change of any kind: a copy keeps the others."""
    try:
        state = (folder / beside(file.parts[0], RECEIPT)).lstat()
    except OSError:
        return False
    return stat.S_ISREG(state.st_mode) and state.st_ctime_ns > file.changed_ns


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
