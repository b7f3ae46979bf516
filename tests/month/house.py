"""The office in which the month is lived: its home, the command, the folders of the departments, the night."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samples.report import Department
from samples.submission import RECEIPT_COLUMNS, write_table
from tests.month.clock import Clock
from tests.month.diary import Diary
from tests.warehouse.command import Ran
from warehouse.cli.app import main
from warehouse.home import PRECHECK, RECEIPTS_LIST, Home
from warehouse.settings import CHECKOUT

STATION, REVIEWER, HEAD = "张三（统计站）", "李四（统计站）", "主任"


@dataclass(slots=True)
class House:
    """`desk`: where people keep what they work on."""

    home: Home
    desk: Path
    clock: Clock
    diary: Diary

    def run(self, who: str, *arguments: str, expected: tuple[int, ...] = (0,)) -> Ran:
        """A command that a person types. AssertionError with all that it said, where it ends otherwise than expected."""
        self.did(who, f"indicators {' '.join(arguments)}")
        ran = self.ran(*arguments)
        assert ran.status in expected, f"{arguments}: {ran.status}\n{ran.out}\n{ran.err}"
        return ran

    def ran(self, *arguments: str) -> Ran:
        """A command that nobody types: the timer's, or this script's own look. In this process where its clock is the right one."""
        with self.environment(), chdir(self.desk):
            if self.clock.library is not None:
                command = [sys.executable, "-m", "warehouse.cli.app", *arguments]
                ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
                return Ran(ran.returncode, ran.stdout, ran.stderr)
            out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
            with redirect_stdout(out), redirect_stderr(err):
                status = main(list(arguments))
            return Ran(status, *(each.buffer.getvalue().decode() for each in (out, err)))  # type: ignore[attr-defined]

    def did(self, who: str, what: str) -> None:
        """Enter a step into the diary."""
        self.diary.did(self.clock.now(), who, what)

    def reads(self, who: str, question: str, where: str, text: str, *words: str) -> None:
        """Enter what a person had to know, and whether it stood there."""
        self.diary.read(self.clock.now(), who, question, where, text, *words)

    @contextmanager
    def environment(self) -> Iterator[None]:
        """The variables of a command: the home, the day, and nothing of what this machine has set."""
        ours = {
            "INDICATORS_HOME": str(self.home.root),
            "INDICATORS_SETTLE_SECONDS": "0",
            "PYTHONPATH": os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "client"))),
            **self.clock.environment(),
        }
        before = dict(os.environ)
        for name in before:
            if name.startswith("INDICATORS_"):
                del os.environ[name]
        os.environ.update(ours)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

    def quarter_of_an_hour(self) -> None:
        """What the timer does by day: collect, read, gate 1, hand back."""
        ran = self.ran("refresh", "--hand-back")
        assert ran.status in (0, 3), ran.out + ran.err

    def night(self) -> Ran:
        """A night's refresh by the command."""
        ran = self.ran("refresh")
        assert ran.status in (0, 3), ran.out + ran.err
        return ran

    def clerk(self, department: Department) -> str:
        return f"{department.clerk}（{department.folder}）"

    def put(self, department: Department, name: str, data: bytes, *, precheck: bool = False) -> None:
        """A clerk saves a workbook into the department's folder, or below it to be looked at.

        What is handed in is listed as a sample, all of it: no figure of this month is anybody's, and so none is shown unmarked.
        """
        folder = self.home.inbox / department.folder / (PRECHECK if precheck else "")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        if not precheck:
            at = self.clock.now().isoformat(timespec="seconds")
            row = (f"{department.folder}/{name}", department.department_id, at, department.clerk, "yes", "")
            write_table(self.home.inbox / RECEIPTS_LIST, RECEIPT_COLUMNS, [row])
        what = "放进预检" if precheck else "放进收件箱"
        self.did(self.clerk(department), f"{what} {name}")

    def receipt(self, department: Department, file_name: str) -> dict[str, Any]:
        """What came back last of a workbook with this name; with its `folder`."""
        found = []
        for path in (self.home.outbox / department.folder).glob("*/回执.json"):
            said = json.loads(path.read_text(encoding="utf-8"))
            if said["file"] == file_name:
                found.append(
                    {**said, "folder": path.parent, "text": (path.parent / "回执.txt").read_text("utf-8-sig")}
                )
        assert found, f"nothing came back of {file_name}"
        return max(found, key=lambda said: (said["received_at"], said["folder"].stat().st_mtime_ns))
