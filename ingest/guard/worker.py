"""The process that guarded.py starts for each worker: takes calls from a pipe, one by one, under its bounds.

Run as a script, isolated (`python -I worker.py DESCRIPTOR`). It is told where modules are, how much it
may take and which function to call, then the arguments of one call after another. To each it answers the
value, the error, and the processor seconds and peak bytes of its process so far.
"""

from __future__ import annotations

import functools
import math
import pickle
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any


def main() -> None:
    # Ctrl-C is for the parent; here it would look like a file that ended its reader.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    with Connection(int(sys.argv[1])) as parent:
        paths, memory_bytes, cpu_seconds = parent.recv()
        sys.path[:0] = paths
        _bound(resource.RLIMIT_CORE, 0)
        _bound(resource.RLIMIT_AS, memory_bytes)
        try:
            function: Callable[..., Any] = parent.recv()
        except Exception as fault:  # noqa: BLE001 - whatever its module raises is the answer to every call
            function = functools.partial(_raise, fault)
        while True:
            try:
                arguments = parent.recv()
            except (EOFError, ConnectionResetError):  # the parent has all its answers, or is no more
                return
            _bound(resource.RLIMIT_CPU, math.ceil(time.process_time()) + cpu_seconds)
            value, error = _called(function, arguments)
            parent.send((value, error, time.process_time(), _peak_bytes()))


def _bound(what: int, amount: int) -> None:
    """Moves the soft limit, within the hard one that the system has set. Only the soft limit can be moved on."""
    _, most = resource.getrlimit(what)
    resource.setrlimit(what, (amount if most == resource.RLIM_INFINITY else min(amount, most), most))


def _peak_bytes() -> int:
    """The most memory held so far. Not ru_maxrss: that starts with what the parent held, exec or not."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _called(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    try:
        return function(*arguments), None
    except MemoryError:
        pass
    except Exception as fault:  # noqa: BLE001 - it is raised again where the call came from
        return None, _sendable(fault)
    # Outside the handler, which keeps everything alive that the frames of the call hold.
    return None, MemoryError()


def _raise(error: Exception, *_: Any) -> None:
    raise error


def _sendable(error: Exception) -> Exception:
    """The error with where it was raised; where it does not survive pickling, one that says the same."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - what was dumped here just now
    except Exception:  # noqa: BLE001 - an exception's constructor may raise anything
        worded = RuntimeError(f"{type(error).__name__}: {error}")
        worded.__notes__ = error.__notes__
        return worded
    return error


if __name__ == "__main__":
    main()
