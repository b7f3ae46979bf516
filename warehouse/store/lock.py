"""One refresh at a time for a home: a kernel lock, held as long as its process lives.

Nobody steals it and nothing has to be cleaned up: the kernel frees it when the holder ends, also by kill -9.
What the file says (process, since) is for the message only.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from ingest.finding.refusal import Refusal
from warehouse.home import Home

_held: set[int] = set()


def _let_go_in_child() -> None:
    """A forked child shares the lock; if it outlived its parent, it would go on holding it.

    A child that is exec'ed (dbt, a reader) never has it: Python opens files close-on-exec.
    """
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


class LockHeld(Refusal):
    """Another refresh is running."""


class NoLocksError(Refusal):
    """The file system of the home keeps no locks: two refreshes at once could not be kept apart."""


# What flock says on NFS without a lock service, on some FUSE and on old SMB mounts.
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


@contextmanager
def refresh_lock(home: Home) -> Iterator[None]:
    """Hold the refresh lock of a home. LockHeld at once, without waiting, if somebody else does.

    NoLocksError where the file system has no locks.
    """
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(home.refresh_lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise lock_held(*_holder(descriptor)) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            why = error.strerror or str(error)
            raise NoLocksError("NO_LOCKS", where=str(home.refresh_lock), found=why) from error
        _held.add(descriptor)
        since = datetime.now(UTC).isoformat(timespec="seconds")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "since": since}).encode(), 0)
        yield
    finally:
        # The file stays: a lock on a file that is removed and made anew would be two locks.
        _held.discard(descriptor)
        os.close(descriptor)


def lock_held(pid: int | None, since: datetime | None) -> LockHeld:
    """The refusal that names who holds the lock; None before it has written who it is."""
    who = pid or "?"
    when = since.isoformat(timespec="seconds") if since else "?"
    found = (
        f"另一次刷新正在进行(进程 {who},始于 {when})。"
        f" Another refresh is running (process {who}, since {when})."
    )
    return LockHeld("LOCK_HELD", found=found, pid=pid, since=since)


def _holder(descriptor: int) -> tuple[int | None, datetime | None]:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        return int(holder["pid"]), datetime.fromisoformat(holder["since"])
    except (ValueError, KeyError, TypeError):
        return None, None
