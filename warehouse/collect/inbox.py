"""The inbox as it lies: looking at it, reading a file of it and taking that file away.

Everybody in the departments can write here, at any time, also while we look. So no link is ever followed
(every folder on the way is opened by name inside its parent), a file is read only when nobody is writing it,
and it is taken away only if it is still the file that was read. What of it may not be read is told of that
thing alone: no department can keep the others' files from being collected.
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
from dataclasses import dataclass, field
from pathlib import Path

from ingest.finding.finding import Finding
from warehouse.collect.not_taken import no_file, not_removed, too_deep, unreadable
from warehouse.home import PRECHECK

# So many folders, one in the other, are looked into: department, year and month are three. Each is a call
# and a descriptor more, and one `mkdir -p` makes 1,500 of them, where Python ends its recursion.
DEEPEST = 16
_BELOW_A_DEPARTMENT = 2

_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_HALF_COPIED = (".part", ".tmp", ".crdownload", ".filepart")
# What Excel, WPS and LibreOffice keep beside a workbook while it is open, and what Windows and macOS leave in
# the folders of a share: nobody hands it in, and nothing of it ever becomes a file that could be taken.
_LEFT_BESIDE = ("thumbs.db", "desktop.ini", ".ds_store")
_KEPT_BESIDE = ("~$", ".~", "._")

# An entry that cannot be opened now: gone since it was seen, or something else by now; …
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ESTALE, errno.ENXIO)
# … or in the hands of somebody who writes it, as a file server's clients have it.
_IN_USE = (errno.EAGAIN, errno.EBUSY, errno.ETXTBSY)
# What keeps a file that was taken in where it lies; any other fault of the disk ends the collecting.
_MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY)
# These say nothing of the entry: this process can open nothing more.
_OF_THIS_PROCESS = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
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
        return _shown(self.parts)


@dataclass(frozen=True, slots=True)
class InboxContents:
    """What lies in the inbox: files that may be read, findings on what may not, and names that wait."""

    files: tuple[InboxFile, ...]
    findings: tuple[Finding, ...]
    waiting: tuple[str, ...]


@dataclass(slots=True)
class _Seen:
    """What has been seen so far."""

    files: list[InboxFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    def refused(self, name: str, error: OSError) -> None:
        """Note what the system says of one entry. OSError if it says it of this process."""
        finding = _refusal(name, error)
        if finding:
            self.findings.append(finding)
        elif error.errno in _IN_USE:
            self.waiting.append(name)


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


def look(inbox: Path) -> InboxContents:
    """Everything in the inbox, once. Hidden, half-copied and empty things are in `waiting`.

    OSError if this process can open nothing more.
    """
    seen = _Seen()
    try:
        folder = os.open(inbox, _FOLDER)
    except OSError as error:
        seen.refused(_shown(()) + "/", error)
    else:
        _look_into(folder, (), seen)
    findings = sorted(seen.findings, key=lambda each: (each.file, each.rule))
    return InboxContents(tuple(seen.files), tuple(findings), tuple(sorted(seen.waiting)))


def _look_into(folder: int, above: tuple[str, ...], seen: _Seen) -> None:
    """Everything in an open folder, which is closed in the end. `above`: the names that lead to it."""
    try:
        for name in os.listdir(folder):
            _look_at_entry(folder, (*above, name), seen)
    except OSError as error:
        seen.refused(_shown(above) + "/", error)
    finally:
        os.close(folder)


def _look_at_entry(folder: int, parts: tuple[str, ...], seen: _Seen) -> None:
    """One entry of an open folder. PermissionError: the folder may be listed and not entered."""
    name, shown = parts[-1], _shown(parts)
    try:
        state = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except PermissionError:
        raise  # it would be said of every name in the folder
    except OSError as error:
        seen.refused(shown, error)
        return
    if _no_hand_in(parts, state.st_mode):
        return
    if _half_copied(name):
        seen.waiting.append(shown)
    elif stat.S_ISREG(state.st_mode):
        _look_at_file(folder, _as_seen(parts, state), seen)
    elif not stat.S_ISDIR(state.st_mode):
        seen.findings.append(no_file(shown, state.st_mode))
    elif len(parts) > DEEPEST:
        seen.findings.append(too_deep(f"{shown}/", DEEPEST))
    else:
        try:
            below = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
        except OSError as error:
            seen.refused(f"{shown}/", error)
        else:
            _look_into(below, parts, seen)


def _look_at_file(folder: int, file: InboxFile, seen: _Seen) -> None:
    if not file.size:
        # Nothing yet: over a network, a file is first made and then filled.
        seen.waiting.append(file.name)
        return
    name = file.parts[-1]
    # Only asked for, as far as that goes: to open a file calls back what a client of the share has cached.
    if not os.access(name, os.R_OK, dir_fd=folder, effective_ids=True, follow_symlinks=False):
        try:
            os.close(os.open(name, _FILE, dir_fd=folder))
        except OSError as error:
            seen.refused(file.name, error)
            return
    seen.files.append(file)


def _shown(parts: tuple[str, ...]) -> str:
    """A path below the inbox, for people; the inbox itself without any."""
    return "/".join(readable(part) for part in parts) or "inbox"


def look_settled(inbox: Path, settle_seconds: float) -> InboxContents:
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
    return InboxContents(settled, second.findings, tuple(sorted({*second.waiting, *still})))


def look_at(folder: Path, name: str) -> InboxFile | Finding:
    """One file of a folder; a finding for what is none (a link, a folder, a pipe). FileNotFoundError."""
    state = (folder / name).lstat()
    if stat.S_ISREG(state.st_mode):
        return _as_seen((name,), state)
    return no_file(readable(name) or str(folder), state.st_mode)


def read(inbox: Path, file: InboxFile, limit: int) -> bytes | Finding | None:
    """The bytes of a file, at most `limit` + 1; a finding if it may not be read, or the disk cannot read it.

    None if it is gone, being written, or not what was seen. OSError if this process can open nothing more.
    """
    try:
        with _folder_of(inbox, file) as folder:
            descriptor = os.open(file.parts[-1], _FILE, dir_fd=folder)
        with os.fdopen(descriptor, "rb") as opened:
            if _as_seen(file.parts, os.fstat(descriptor)) != file or _being_written(descriptor):
                return None
            data = opened.read(limit + 1)
            return data if _as_seen(file.parts, os.fstat(descriptor)) == file else None
    except OSError as error:
        return _refusal(file.name, error)


def take_away(inbox: Path, file: InboxFile) -> bool | Finding:
    """Remove a file that has been archived and entered; False if it is another by now, which then stays.

    A finding if this account may not remove it.
    """
    try:
        with _folder_of(inbox, file) as folder:
            state = os.stat(file.parts[-1], dir_fd=folder, follow_symlinks=False)
            if _as_seen(file.parts, state) != file:
                return False
            os.unlink(file.parts[-1], dir_fd=folder)
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno in _MAY_NOT:
            return not_removed(file.name, error)
        if error.errno in _GONE:
            return False
        raise
    return True


def _refusal(name: str, error: OSError) -> Finding | None:
    """The finding that an entry cannot be read; None if it only waits. OSError if it is this process that cannot."""
    if error.errno in _OF_THIS_PROCESS:
        raise error
    return None if error.errno in (*_GONE, *_IN_USE) else unreadable(name, error)


def _no_hand_in(parts: tuple[str, ...], mode: int) -> bool:
    """What nobody hands in: what programs leave beside a workbook, and a department's folder for looking beforehand."""
    if stat.S_ISDIR(mode):
        return len(parts) == _BELOW_A_DEPARTMENT and readable(parts[-1]) == PRECHECK
    return stat.S_ISREG(mode) and _kept_beside(parts[-1])


def _kept_beside(name: str) -> bool:
    return name.startswith(_KEPT_BESIDE) or name.lower() in _LEFT_BESIDE


def _half_copied(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().endswith(_HALF_COPIED)


def _as_seen(parts: tuple[str, ...], state: os.stat_result) -> InboxFile:
    return InboxFile(parts, state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns, state.st_uid)


def _age(file: InboxFile) -> float:
    """Seconds since the last touch. The changing time counts too: a copy may keep the modified one."""
    return time.time() - max(file.modified_ns, file.changed_ns) / 1e9


@contextmanager
def _folder_of(inbox: Path, file: InboxFile) -> Iterator[int]:
    """The folder that holds a file, opened step by step so that none of its parents can be a link."""
    descriptor = os.open(inbox, _FOLDER)
    try:
        for part in file.parts[:-1]:
            below = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
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
