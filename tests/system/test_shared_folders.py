"""The shared inbox and outbox, tried as the people of two departments and as the account that runs the program.

As root, who alone may become others. The account is root without what sets aside modes: only so can it run this Python
wherever that lies.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ordinary_account import run_python
from warehouse.home import Home
from warehouse.settings import CHECKOUT

pytestmark = pytest.mark.system

FAULTY = "外资到账明细2023年12月_公式出错.xlsx"


@dataclass(frozen=True)
class Clerk:
    """Somebody of a department, by numbers alone: no account of the machine is needed."""

    uid: int
    group: int
    department: str

    def can(self, command: str, *arguments: str | Path) -> bool:
        """Whether a line of shell ends well for them, with the umask that people have."""
        ran = subprocess.run(
            ["/bin/sh", "-c", f"umask 022; {command}", "sh", *map(os.fspath, arguments)],
            user=self.uid,
            group=self.group,
            extra_groups=[],
            cwd="/",
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            capture_output=True,
            check=False,
        )
        return ran.returncode == 0


ECON, STATS = Clerk(12001, 13001, "经济发展办公室"), Clerk(12002, 13002, "统计站")


@dataclass(frozen=True)
class Shared:
    home: Path
    folder: Path
    sample: Path  # a workbook that everybody may read

    def refresh(self) -> None:
        ran = run_python(
            "-m", "warehouse.cli.app", "refresh", "--hand-back",
            environment={"INDICATORS_HOME": str(self.home), "INDICATORS_SETTLE_SECONDS": "0"},
            groups=[ECON.group, STATS.group],
        )  # fmt: skip
        assert ran.returncode in (0, 3), ran.stderr + ran.stdout

    def share(self) -> None:
        subprocess.run(
            [CHECKOUT / "deploy" / "shared" / "share.sh", self.home, self.folder, "0"],
            input="".join(f"{each.department} {each.group}\n" for each in (ECON, STATS)),
            text=True,
            check=True,
        )


@pytest.fixture
def shared(tmp_path: Path, sample_folder: Path) -> Shared:
    # pytest's folders are its account's alone; those above the shared one must be passed through.
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o011)
    sample = tmp_path / "sample.xlsx"
    shutil.copy(sample_folder / "faulty" / "inbox" / ECON.department / FAULTY, sample)
    sample.chmod(0o644)
    made = Shared(tmp_path / "home", tmp_path / "exchange", sample)
    Home(made.home).ensure()
    made.share()
    return made


def test_a_clerk_puts_a_workbook_in_and_fetches_what_comes_back(shared: Shared) -> None:
    inbox, outbox = shared.folder / "inbox" / ECON.department, shared.folder / "outbox" / ECON.department
    assert ECON.can('cp "$1" "$2"', shared.sample, inbox / FAULTY)
    shared.refresh()
    assert list(inbox.glob("*.xlsx")) == []
    (back,) = outbox.iterdir()
    names = {path.name for path in back.iterdir()}
    assert {"回执.txt", "审核意见.html", FAULTY.replace(".xlsx", "_审核意见.xlsx")} <= names
    for name in names:
        assert ECON.can('cat "$1" > /dev/null', back / name)
    # They read it; they do not change what others of the department read.
    assert not ECON.can('echo x >> "$1"', back / "回执.txt")
    assert not ECON.can('rm -f "$1"', back / "回执.txt")
    assert not ECON.can('touch "$1/new"', outbox)


def test_no_department_sees_another_one(shared: Shared) -> None:
    inbox, outbox = shared.folder / "inbox" / ECON.department, shared.folder / "outbox" / ECON.department
    assert ECON.can('cp "$1" "$2"', shared.sample, inbox / FAULTY)
    assert not STATS.can('cat "$1" > /dev/null', inbox / FAULTY)
    shared.refresh()
    (back,) = outbox.iterdir()
    for folder in (inbox, outbox, back):
        assert not STATS.can('ls "$1"', folder)
        assert not STATS.can('cd "$1"', folder)
    assert not STATS.can('cat "$1" > /dev/null', back / "回执.txt")
    assert not STATS.can('touch "$1/x.xlsx"', inbox)
    assert STATS.can('touch "$1/x.xlsx"', shared.folder / "inbox" / STATS.department)


def test_nobody_lists_the_shared_folder_or_enters_the_home(shared: Shared) -> None:
    for clerk in (ECON, STATS):
        for folder in (shared.folder, shared.folder / "inbox", shared.folder / "outbox"):
            assert not clerk.can('ls "$1"', folder)
            assert not clerk.can('touch "$1/x"', folder)
        assert not clerk.can('ls "$1"', shared.home)
        assert not clerk.can('ls "$1"', shared.home / "archive")
        assert not clerk.can('cat "$1" > /dev/null', shared.home / "inbox" / clerk.department)
    assert stat.S_IMODE(shared.home.stat().st_mode) == 0o700


def test_what_lies_in_the_folder_for_a_look_gets_its_result_beside_it(shared: Shared) -> None:
    looked = shared.folder / "inbox" / ECON.department / "预检"
    assert ECON.can('cp "$1" "$2"', shared.sample, looked / FAULTY)
    ran = run_python(
        "-m", "warehouse.cli.app", "precheck",
        environment={"INDICATORS_HOME": str(shared.home), "INDICATORS_SETTLE_SECONDS": "0"},
        groups=[ECON.group, STATS.group],
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    (receipt,) = looked.glob("*_预检回执.txt")
    assert ECON.can('cat "$1" > /dev/null', receipt)
    assert not STATS.can('cat "$1" > /dev/null', receipt)
    # It is theirs: they clear it away.
    assert ECON.can('rm "$1"', receipt)


def test_sharing_again_changes_nothing_and_what_went_back_before_is_shared_too(
    shared: Shared, tmp_path: Path
) -> None:
    assert ECON.can('cp "$1" "$2"', shared.sample, shared.folder / "inbox" / ECON.department / FAULTY)
    shared.refresh()
    (back,) = (shared.folder / "outbox" / ECON.department).iterdir()
    # As a home is before it is shared.
    before = Shared(tmp_path / "old", tmp_path / "later", shared.sample)
    Home(before.home).ensure()
    shutil.copytree(back.parent, before.home / "outbox" / ECON.department)
    for path in (before.home / "outbox").rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    before.share()
    before.share()
    moved = before.folder / "outbox" / ECON.department / back.name / "回执.txt"
    assert ECON.can('cat "$1" > /dev/null', moved)
    assert not STATS.can('cat "$1" > /dev/null', moved)
    assert (before.home / "outbox").resolve() == before.folder / "outbox"


def test_the_doctor_finds_the_shared_folders_sound(shared: Shared) -> None:
    ran = run_python(
        "-m", "warehouse.cli.app", "doctor",
        environment={"INDICATORS_HOME": str(shared.home)},
        groups=[ECON.group, STATS.group],
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
