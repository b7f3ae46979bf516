"""Calls in processes of their own: whatever ends a process costs the one call that it was given."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing

import pytest

from ingest.guard.bounds import MIB, Bounds
from ingest.guard.guarded import CALLS_A_WORKER, Outcome, guarded_call, guarded_calls
from ingest.workbook.unreadable import Unreadable
from tests.ingest.guard import dying
from tests.ingest.workbook.poison import (
    declared_texts,
    last_cell,
    xls_of_declared_size,
    xls_of_endless_tables,
)
from tests.ingest.workbook.xlsx.written_package import package

# A second of processor comes within the wall time on a machine that is busy with other tests too.
SHORT = Bounds(memory_bytes=512 * MIB, cpu_seconds=1, wall_seconds=15)
DEATHS: list[tuple[Callable[[], None], str]] = [
    (dying.abort, "SIGABRT"),
    (dying.allocate, "MemoryError"),
    (dying.allocate_little_by_little, "MemoryError"),
    (dying.spin, "SIGXCPU"),
    (dying.hang, "15 秒没有读完"),
    (dying.crash, "SIGSEGV"),
    (dying.leave, "status 0"),
    (dying.be_killed, "SIGKILL"),
]


def outcomes(
    function: Callable[..., object],
    calls: Iterable[tuple[object, ...]],
    workers: int = 1,
    bounds: Bounds = SHORT,
) -> list[Outcome]:
    """All outcomes, in the order of the calls."""
    return sorted(guarded_calls(function, calls, workers, bounds), key=lambda one: one.number)


def test_a_call_gives_what_its_function_returns() -> None:
    assert guarded_call(dying.double, 21) == 42


def test_what_the_function_raises_is_raised_here_and_says_where_it_was() -> None:
    with pytest.raises(LookupError, match="第三行") as raised:
        guarded_call(dying.fail)
    assert "in fail" in raised.value.__notes__[0]


def test_an_error_that_cannot_be_passed_on_is_told_in_its_words() -> None:
    with pytest.raises(RuntimeError, match="TwoWordsError: 没有 内容"):
        guarded_call(dying.fail_in_two_words)


def test_a_function_that_cannot_be_loaded_is_an_error_and_no_death(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [one for one in sys.path if "python3" in one])
    with pytest.raises(ModuleNotFoundError, match="tests"):
        guarded_call(dying.double, 21)


@pytest.mark.parametrize(("end", "said"), DEATHS)
def test_a_death_is_an_unreadable_file_and_says_what_it_died_of(end: Callable[[], None], said: str) -> None:
    with pytest.raises(Unreadable) as died:
        guarded_call(end, bounds=SHORT)
    assert died.value.code == "READER_KILLED"
    assert said in died.value.found
    assert died.value.expected == "1 秒 (s), 512 MiB"


def test_without_bounds_of_its_own_a_call_may_take_two_gibibytes() -> None:
    assert guarded_call(dying.reserve, 1536 * MIB) == 1536 * MIB
    with pytest.raises(Unreadable, match="MemoryError"):
        guarded_call(dying.reserve, 2048 * MIB)


def test_a_death_tells_the_last_words_of_the_library() -> None:
    with pytest.raises(Unreadable, match="memory allocation of 549755813888 bytes failed"):
        guarded_call(dying.abort)


def test_a_process_that_drops_its_pipe_and_lives_on_is_ended() -> None:
    with pytest.raises(Unreadable, match="SIGKILL"):
        guarded_call(dying.close_the_pipe_and_stay)


def test_every_way_to_die_among_good_calls_costs_those_calls_alone() -> None:
    ends = [end for end, _ in DEATHS]
    calls = [(call,) for end in ends for call in (dying.core_bytes, end, dying.core_bytes)]
    answered = outcomes(dying.run, calls, workers=2)
    assert [one.number for one in answered] == list(range(24))
    for one in answered:
        if one.number % 3 == 1:
            assert isinstance(one.error, Unreadable), one
            assert DEATHS[one.number // 3][1] in one.error.found
        else:
            assert (one.value, one.error) == (0, None), one


@pytest.mark.parametrize("poison", [last_cell, declared_texts, xls_of_declared_size, xls_of_endless_tables])
def test_a_workbook_of_a_few_kilobytes_that_aborts_a_real_library_costs_itself_alone(
    poison: Callable[[], bytes],
) -> None:
    good = package('<row r="1"><c r="A1"><v>1</v></c></row>')
    calls = [(good,), (poison(),), (good,)]
    before, aborted, after = outcomes(dying.values_by_calamine, calls, bounds=Bounds(512 * MIB, 20, 60))
    assert (before.value, after.value) == ([[1.0]], [[1.0]])
    assert isinstance(aborted.error, Unreadable)
    assert "SIGABRT" in aborted.error.found
    assert "memory allocation of" in aborted.error.found


def test_a_death_says_how_much_processor_it_took() -> None:
    [died] = outcomes(dying.spin, [()])
    # The kernel counts whole seconds: one, begun at most one late.
    assert 1 <= died.cpu_seconds < 2.5
    assert "处理器" in str(died.error)


def test_the_processor_bound_is_each_calls_own() -> None:
    answered = outcomes(dying.compute, [(0.8,)] * 4)
    assert [one.error for one in answered] == [None] * 4
    assert len({one.value for one in answered}) == 1  # one process, with 3.2 s in all
    assert all(0.75 < one.cpu_seconds < 1.1 for one in answered)


def test_the_memory_held_is_the_workers_and_not_what_its_parent_had_held() -> None:
    ballast = bytearray(b"x") * (300 * MIB)
    [small] = outcomes(dying.double, [(1,)])
    del ballast
    [large] = outcomes(dying.hold, [(200 * MIB,)])
    assert small.peak_bytes < 50 * MIB
    assert 200 * MIB < large.peak_bytes < 250 * MIB


def test_a_worker_that_has_held_much_is_replaced() -> None:
    first, second, third = outcomes(dying.hold, [(150 * MIB,), (MIB,), (MIB,)])
    assert first.value != second.value == third.value


def test_a_worker_is_replaced_after_so_many_calls() -> None:
    answered = outcomes(dying.process, [()] * (CALLS_A_WORKER + 1))
    processes = [one.value for one in answered]
    assert len(set(processes[:CALLS_A_WORKER])) == 1
    assert processes[-1] != processes[0]


def test_no_more_processes_are_started_than_asked_for_or_needed() -> None:
    assert len({one.value for one in outcomes(dying.process, [()] * 50, workers=3)}) <= 3
    assert outcomes(dying.process, [], workers=3) == []


def test_two_workers_wait_at_the_same_time() -> None:
    started = time.monotonic()
    hung = outcomes(dying.hang, [(), ()], workers=2, bounds=Bounds(wall_seconds=2))
    assert time.monotonic() - started < 3.5
    assert all("2 秒没有读完" in str(one.error) for one in hung)


def test_calls_that_are_left_early_leave_no_process() -> None:
    with closing(guarded_calls(dying.process, [()] * 10, 1, SHORT)) as answered:
        process = next(answered).value
        os.kill(process, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_an_interrupt_from_the_terminal_is_no_death_of_a_file() -> None:
    assert guarded_call(dying.be_interrupted) == "still here"


def test_a_death_leaves_no_core_file() -> None:
    assert guarded_call(dying.core_bytes) == 0


def test_what_a_library_prints_neither_shows_nor_blocks(capfd: pytest.CaptureFixture[str]) -> None:
    assert guarded_call(dying.chatter) == 1
    assert capfd.readouterr() == ("", "")


def test_the_caller_keeps_its_own_limits_and_signals() -> None:
    before = signal.getsignal(signal.SIGINT)
    guarded_call(dying.double, 1)
    assert signal.getsignal(signal.SIGINT) is before
