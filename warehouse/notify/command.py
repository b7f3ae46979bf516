"""Running the command that sends a message: the message on its standard input, a limit on its time, and how it ended."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_SHOWN = 200  # characters of what the command says of its failure


class NotSentError(Exception):
    """The command did not send: what it is, in one line for people. `timed_out`: it had not ended when its time was up."""

    def __init__(self, problem: str, *, timed_out: bool = False) -> None:
        super().__init__(problem)
        self.timed_out = timed_out


def send(command: str, message: Mapping[str, Any], seconds: float) -> None:
    """Run a command with a message. NotSentError where it cannot be run, says no, or takes longer than so many seconds.

    No shell: what stands in the command is words. In a session of its own, so that with it whatever it has started ends.
    """
    data = json.dumps({"schema_version": 1, **message}, ensure_ascii=False).encode()
    # Into a file: whoever inherits it and lives on keeps nobody waiting.
    with tempfile.TemporaryFile() as said:
        try:
            running = subprocess.Popen(
                shlex.split(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )
        except OSError as error:
            raise NotSentError(f"{error.filename or shlex.split(command)[0]}: {error.strerror}") from error
        try:
            running.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise NotSentError(
                f"{seconds:g} 秒没有结束 (not done within {seconds:g} s)", timed_out=True
            ) from None
        finally:
            _end(running)
        if running.returncode:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            why = f": {lines[-1][:_SHOWN]}" if lines else ""
            raise NotSentError(f"退出码 {running.returncode} (exit status){why}")


def _end(running: subprocess.Popen[bytes]) -> None:
    """End whatever is left of it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
