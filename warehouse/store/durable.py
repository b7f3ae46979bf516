"""Putting files and folders where they must be, so that a kill or a power cut leaves the old or the new.

Always the same order: write beside under a staging name, fsync, rename, fsync the folder. A failed fsync is
never tried again: the kernel may have dropped the pages and reported the error once, and a second call would
succeed over lost data. What was staged is thrown away and the OSError goes up.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_STAGING = re.compile(r"\.([0-9]+)\.([0-9]+)-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Damage:
    """Something kept that is not as it was put: `path` below the home, what it should be and what it is."""

    path: str
    expected: str
    found: str


def staging_path(folder: Path) -> Path:
    """A new name in a folder for something that is not finished: '.<pid>.<start of the process>-<random>'."""
    pid = os.getpid()
    return folder / f".{pid}.{_started(pid)}-{secrets.token_hex(4)}"


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name for what is to take the place of `path`: gone again after an OSError, and else made to last."""
    staging = staging_path(path.parent)
    try:
        yield staging
    except OSError:
        with contextlib.suppress(OSError):
            staging.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put a file in place, whole or not at all; one that is there is replaced. OSError leaves the old one."""
    with _beside(path) as staging:
        descriptor = os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        staging.rename(path)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last, wherever a link has put it: a home, or a part of it, is moved to a larger disk."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Make everything below a folder last: the files first, then the names of each folder, it included."""
    for below, _, names in os.walk(folder, topdown=False):
        for name in names:
            file = Path(below, name)
            if not file.is_symlink():
                _sync(file, os.O_RDONLY | os.O_NOFOLLOW)
        sync_folder(Path(below))


def shut_tree(folder: Path) -> None:
    """Let nobody write to a finished folder or to what is in it, this account included: 0444 and 0555.

    A DuckDB file is opened read-write by most tools unless they are told otherwise, and an update of theirs was
    then answered as if it came from a cell. Root is not kept out by modes.
    """
    for below, _, names in os.walk(folder, topdown=False):
        for name in names:
            if not Path(below, name).is_symlink():
                Path(below, name).chmod(0o444)
        Path(below).chmod(0o555)


def remove_tree(folder: Path) -> None:
    """Remove a folder, shut or not. OSError leaves what could not be removed."""
    for below, _, _ in os.walk(folder):
        Path(below).chmod(0o700)
    shutil.rmtree(folder)


def put_folder(staging: Path, target: Path) -> None:
    """Put a finished folder in place, whole or not at all.

    Where the target exists already it is whole, because only this function makes one; then the staged
    folder is dropped. If something cannot be synced, the staged folder is dropped and OSError goes up.
    Two processes may put the same folder at once: the rename itself tells which was first.
    """
    try:
        sync_tree(staging)
    except OSError:
        with contextlib.suppress(OSError):
            remove_tree(staging)
        raise
    try:
        staging.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        remove_tree(staging)
    sync_folder(target.parent)
    if staging.parent != target.parent:
        sync_folder(staging.parent)


def replace_symlink(link: Path, target: str) -> None:
    """Point a symlink somewhere else in one step; readers see the old or the new target, never none."""
    with _beside(link) as staging:
        staging.symlink_to(target)
        staging.replace(link)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal. OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop_stale(folder: Path) -> list[str]:
    """Remove what dead processes left unfinished in a folder; what a living one works on stays. The names."""
    dropped = []
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        made_by = _STAGING.fullmatch(entry.name)
        if not made_by or _started(int(made_by[1])) == int(made_by[2]):
            continue
        if entry.is_dir() and not entry.is_symlink():
            remove_tree(entry)
        else:
            entry.unlink(missing_ok=True)
        dropped.append(entry.name)
    return dropped


def _started(pid: int) -> int:
    """When a process started, in clock ticks since boot; -1 if it does not live.

    A process id alone would not do: in a container every run has the same few, and what a killed run left
    would look like the work of the living one.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return -1
    # The name of the program stands in parentheses and may hold blanks; the start is field 22.
    return int(stat.rpartition(")")[2].split()[19])
