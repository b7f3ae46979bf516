from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from warehouse.home import Home
from warehouse.store.lock import LockHeld, lock_held, refresh_lock

_HOLD = """
import os, subprocess, sys, time
from pathlib import Path
from warehouse.home import Home
from warehouse.store.lock import refresh_lock

with refresh_lock(Home(Path(sys.argv[1]))):
    child = 0
    if sys.argv[2] == "fork":
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
    if sys.argv[2] == "exec":
        child = subprocess.Popen(["sleep", "60"], close_fds=False).pid
    print(child, flush=True)
    time.sleep(60)
"""
_TRY = """
import sys
from pathlib import Path
from warehouse.home import Home
from warehouse.store.lock import LockHeld, lock_held, refresh_lock

print("ready", flush=True)
sys.stdin.readline()
try:
    with refresh_lock(Home(Path(sys.argv[1]))):
        print("holds", flush=True)
        sys.stdin.readline()
except LockHeld:
    print("refused", flush=True)
"""


def _holder(root: Path, child: str = "none") -> tuple[subprocess.Popen[str], int]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(root), child], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    return holder, int(holder.stdout.readline())


def _kill(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert holder.stdout
    holder.stdout.close()


def test_a_second_refresh_is_refused_at_once_and_told_who_runs_and_since_when(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    holder, _ = _holder(tmp_path)

    with pytest.raises(LockHeld) as refused, refresh_lock(Home(tmp_path)):
        pytest.fail("two hold the lock")

    assert refused.value.words["pid"] == holder.pid
    assert refused.value.words["since"] is not None
    assert before <= refused.value.words["since"] <= datetime.now(UTC)
    assert str(holder.pid) in refused.value.found
    _kill(holder)


def test_the_lock_is_free_once_it_has_been_let_go(tmp_path: Path) -> None:
    with refresh_lock(Home(tmp_path)):
        pass
    with refresh_lock(Home(tmp_path)):
        assert f'"pid": {os.getpid()}' in (tmp_path / "refresh.lock").read_text(encoding="ascii")


def test_a_killed_holder_leaves_nothing_to_clean_up(tmp_path: Path) -> None:
    holder, _ = _holder(tmp_path)
    _kill(holder)

    with refresh_lock(Home(tmp_path)):
        assert (tmp_path / "refresh.lock").exists()


@pytest.mark.parametrize("child", ["exec", "fork"])
def test_a_child_that_outlives_a_killed_holder_does_not_keep_the_lock(tmp_path: Path, child: str) -> None:
    holder, orphan = _holder(tmp_path, child)
    _kill(holder)

    try:
        # A forked child lets go as the first thing it does, which on a busy machine may be a moment later.
        deadline = time.monotonic() + 5
        while (held := _held(tmp_path)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not held
        assert Path(f"/proc/{orphan}").exists()
    finally:
        os.kill(orphan, signal.SIGKILL)


def _held(home: Path) -> bool:
    try:
        with refresh_lock(Home(home)):
            return False
    except LockHeld:
        return True


def test_a_fork_does_not_let_go_of_its_parents_lock(tmp_path: Path) -> None:
    with refresh_lock(Home(tmp_path)):
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)

        with pytest.raises(LockHeld), refresh_lock(Home(tmp_path)):
            pytest.fail("two hold the lock")


def test_of_processes_that_race_for_the_lock_exactly_one_wins(tmp_path: Path) -> None:
    for _ in range(5):
        racers = [
            subprocess.Popen(
                [sys.executable, "-c", _TRY, str(tmp_path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for racer in racers:
            assert racer.stdout
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            assert racer.stdin
            racer.stdin.write("go\n")
            racer.stdin.flush()

        said = [racer.stdout.readline().strip() for racer in racers if racer.stdout]

        for racer in racers:
            racer.communicate("end\n", timeout=20)
        assert sorted(said) == ["holds", "refused"]


def test_the_refusal_survives_the_way_through_a_scheduler() -> None:
    refused = lock_held(42, datetime(2024, 1, 5, 2, tzinfo=UTC))

    again = pickle.loads(pickle.dumps(refused))  # noqa: S301 - our own bytes

    assert (type(again), vars(again), str(again)) == (LockHeld, vars(refused), str(refused))


def test_a_holder_that_has_not_yet_written_who_it_is_still_refuses(tmp_path: Path) -> None:
    with refresh_lock(Home(tmp_path)):
        (tmp_path / "refresh.lock").write_text("", encoding="ascii")

        with pytest.raises(LockHeld) as refused, refresh_lock(Home(tmp_path)):
            pytest.fail("two hold the lock")

    assert refused.value.words == {"pid": None, "since": None}
