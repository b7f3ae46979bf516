"""What test workers do with a file instead of reading it: end in some way, by the name of the file."""

from __future__ import annotations

import errno
import os
from typing import NoReturn

from ingest.reading.submission import Reading
from tests.ingest.guard import dying
from warehouse.ledger.row import Submission
from warehouse.settings import Settings
from warehouse.steps import read

ENDS = {
    "中止.xlsx": (dying.abort, "SIGABRT"),
    "占用.xlsx": (dying.allocate, "MemoryError"),
    "空转.xlsx": (dying.spin, "SIGXCPU"),
    "等待.xlsx": (dying.hang, "没有读完"),
    "崩溃.xlsx": (dying.crash, "SIGSEGV"),
    "退出.xlsx": (dying.leave, "status 0"),
}


def read_or_end(settings: Settings, version: str, submission: Submission) -> str:
    end, _ = ENDS.get(submission.file_name, (None, ""))
    if end:
        end()
    return read.read_and_land(settings, version, submission)


def land_and_abort(settings: Settings, version: str, submission: Submission) -> NoReturn:
    read.read_and_land(settings, version, submission)
    os.abort()


def fail(settings: Settings, version: str, submission: Submission) -> str:
    """As a mistake in the reader would."""

    def failing(*_: object) -> Reading:
        raise LookupError("第三行")

    read.read_submission = failing
    return read.read_and_land(settings, version, submission)


def fill_the_disk(settings: Settings, version: str, submission: Submission) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
