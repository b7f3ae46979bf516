"""The inbox as it lies: looking at it, reading a file of it and taking that file away.

Everybody in the departments can write here, at any time, also while we look. So no link is ever followed
(every folder on the way is opened by name inside its parent), a file is read only when nobody is writing it,
and it is taken away only if it is still the file that was read.
"""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_HALF_COPIED = (".part", ".tmp", ".crdownload", ".filepart")
_NO_LEASES = (errno.EINVAL, errno.EACCES, errno.ENOLCK, errno.EOPNOTSUPP, errno.EPERM)


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file as it was when it was looked at. `parts`: the names below the inbox, as the disk has them."""

    parts: tuple[str, ...]
    size: int
    inode: int
    modified_ns: int
    changed_ns: int
    owner: int

    @property
    def name(self) -> str:
        """The path below the inbox, for people: '经济发展办公室/外资.xlsx'. Never used as a path."""
        return "/".join(readable(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Look:
    """What lies in the inbox: files that may be read, what is no file (links), and names that wait."""

    files: tuple[InboxFile, ...]
    links: tuple[str, ...]
    waiting: tuple[str, ...]


def readable(name: str) -> str:
    """A name of the disk as text: NFC, without control characters.

    A name unpacked on a Chinese Windows may be GBK bytes, which Python shows as lone surrogates that no
    database takes.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    normal = unicodedata.normalize("NFC", name)
    return "".join("?" if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in normal)


def look(inbox: Path) -> Look:
    """Everything in the inbox, once. Hidden, half-copied, empty and unreadable things are in `waiting`."""
    files: list[InboxFile] = []
    links: list[str] = []
    waiting: list[str] = []

    def cannot_open(error: OSError) -> None:
        waiting.append(readable(os.path.relpath(error.filename or inbox, inbox)))

    for below, folders, names, descriptor in os.fwalk(inbox, onerror=cannot_open, follow_symlinks=False):
        above = Path(below).relative_to(inbox).parts
        for name in [*folders, *names]:
            shown = "/".join(readable(part) for part in (*above, name))
            try:
                state = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            except FileNotFoundError:
                continue  # taken back since the folder was listed
            if _half_copied(name):
                waiting.append(shown)
            elif stat.S_ISREG(state.st_mode):
                file = _seen((*above, name), state)
                # Nothing yet: over a network, a file is first made and then filled.
                if file.size:
                    files.append(file)
                else:
                    waiting.append(shown)
            elif not stat.S_ISDIR(state.st_mode):
                links.append(shown)
        folders[:] = [name for name in folders if not _half_copied(name)]
    return Look(tuple(files), tuple(sorted(links)), tuple(sorted(waiting)))


def look_settled(inbox: Path, settle_seconds: float) -> Look:
    """What lies in the inbox and does not change any more; what does is in `waiting`.

    If something is younger than `settle_seconds`, that time is waited once and everything looked at again.
    """
    first = look(inbox)
    if not any(_age(file) < settle_seconds for file in first.files):
        return first
    time.sleep(settle_seconds)
    second = look(inbox)
    unchanged = set(first.files)
    settled = tuple(f for f in second.files if f in unchanged or _age(f) >= settle_seconds)
    still = {file.name for file in second.files} - {file.name for file in settled}
    return Look(settled, second.links, tuple(sorted({*second.waiting, *still})))


def look_at(folder: Path, name: str) -> InboxFile | None:
    """One file of a folder; None for what is no file (a link, a folder, a pipe). FileNotFoundError."""
    state = (folder / name).lstat()
    return _seen((name,), state) if stat.S_ISREG(state.st_mode) else None


def read(inbox: Path, file: InboxFile, limit: int) -> bytes | None:
    """The bytes of a file, at most `limit` + 1. None if it is gone, being written, or not what was seen."""
    try:
        with _folder_of(inbox, file) as folder:
            descriptor = os.open(file.parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as opened:
        if _seen(file.parts, os.fstat(descriptor)) != file or _being_written(descriptor):
            return None
        data = opened.read(limit + 1)
        return data if _seen(file.parts, os.fstat(descriptor)) == file else None


def take_away(inbox: Path, file: InboxFile) -> bool:
    """Remove a file that has been archived and entered; False if it is another by now, which then stays."""
    try:
        with _folder_of(inbox, file) as folder:
            state = os.stat(file.parts[-1], dir_fd=folder, follow_symlinks=False)
            if _seen(file.parts, state) != file:
                return False
            os.unlink(file.parts[-1], dir_fd=folder)
    except FileNotFoundError:
        return True
    return True


def _half_copied(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().endswith(_HALF_COPIED)


def _seen(parts: tuple[str, ...], state: os.stat_result) -> InboxFile:
    return InboxFile(parts, state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns, state.st_uid)


def _age(file: InboxFile) -> float:
    """Seconds since the last touch. The changing time counts too: a copy may keep the modified one."""
    return time.time() - max(file.modified_ns, file.changed_ns) / 1e9


@contextmanager
def _folder_of(inbox: Path, file: InboxFile) -> Iterator[int]:
    """The folder that holds a file, opened step by step so that none of its parents can be a link."""
    flags = os.O_RDONLY | os.O_DIRECTORY
    descriptor = os.open(inbox, flags)
    try:
        for part in file.parts[:-1]:
            below = os.open(part, flags | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def _being_written(descriptor: int) -> bool:
    """Whether some process of this machine (a file server's too) has the file open for writing.

    A copy that stalls for longer than the settling time looks finished; what follows would be lost with the
    file. The kernel grants a read lease only when there is no writer. Where it has no leases (network file
    systems, files of another account), the settling time alone decides.
    """
    try:
        # A writer that comes while we hold the lease is announced by a signal: SIGIO would end this process,
        # SIGURG is ignored.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EWOULDBLOCK):
            return True
        if error.errno not in _NO_LEASES:
            raise
    return False
