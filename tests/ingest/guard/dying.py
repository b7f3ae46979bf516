"""What is called in guarded processes by tests: ways to end, and ways to use a process up."""

from __future__ import annotations

import ctypes
import io
import os
import resource
import signal
import sys
import time
from collections.abc import Callable

import python_calamine

from ingest.workbook.limits import MIB


def abort() -> None:
    os.write(2, b"memory allocation of 549755813888 bytes failed\n")
    os.abort()


def allocate() -> None:
    bytearray(2048 * MIB)


def reserve(size: int) -> int:
    """Zeros that are never looked at: address space, and no memory held."""
    return len(bytes(size))


def allocate_little_by_little() -> None:
    held = []
    while True:
        held.append(bytearray(64 * MIB))


def spin() -> None:
    while True:
        pass


def hang() -> None:
    time.sleep(3600)


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(0)


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def close_the_pipe_and_stay() -> None:
    os.closerange(3, 64)
    time.sleep(3600)


def values_by_calamine(content: bytes) -> object:
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return workbook.get_sheet_by_index(0).to_python()


def double(number: int) -> int:
    return 2 * number


def run(function: Callable[[], object]) -> object:
    return function()


def process() -> int:
    return os.getpid()


def compute(seconds: float) -> int:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return os.getpid()


def hold(size: int) -> int:
    held = bytearray(b"x") * size
    del held
    return os.getpid()


def be_interrupted() -> str:
    os.kill(os.getpid(), signal.SIGINT)
    return "still here"


def core_bytes() -> int:
    return resource.getrlimit(resource.RLIMIT_CORE)[0]


def chatter() -> int:
    sys.stdout.write("WARNING *** of a library" * 100_000)
    return 1


def fail() -> None:
    raise LookupError("第三行")


class TwoWordsError(Exception):
    """Cannot be unpickled: what it is made of is not what it is called with."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def fail_in_two_words() -> None:
    raise TwoWordsError("没有", "内容")
