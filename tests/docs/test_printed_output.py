"""The output that pages print is what the program prints of the sample night."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Night
from tests.docs.markdown import READMES, blocks
from warehouse.cli.app import main
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import RefreshReport, summary

# Times, ids and steps are another night's; "…" stands for what is left out.
_OF_THAT_NIGHT = re.compile(r"^(?:[√○…]|用时|已发布|快照|$)")
FIRST_NIGHT = CHECKOUT / "docs" / "first-night.md"
Run = Callable[..., str]


def _runs_on(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What a command prints on a night, the second time in one process as the first."""
    monkeypatch.setenv("INDICATORS_HOME", str(home))
    monkeypatch.delenv("INDICATORS_LANGUAGE", raising=False)

    def printed(*arguments: str) -> str:
        shown = []
        for _ in range(2):
            main(arguments)
            said = capsys.readouterr()
            shown.append(said.out + said.err)
        assert shown[0] == shown[1]
        return shown[0]

    return printed


@pytest.fixture
def run(first_night: Night, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return _runs_on(first_night[0].home, monkeypatch, capsys)


@pytest.fixture
def run_next(
    differing_night: Night, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    return _runs_on(differing_night[0].home, monkeypatch, capsys)


def lasting(block: str) -> list[str]:
    """A block's lines that every such night has."""
    return [line.rstrip() for line in block.splitlines() if not _OF_THAT_NIGHT.match(line)]


def lines(printed: str) -> set[str]:
    return {line.rstrip() for line in printed.splitlines()}


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_summary_in_the_readme_is_that_of_the_sample_night(
    page: Path, first_night: tuple[Settings, RefreshReport]
) -> None:
    printed = lasting(blocks(page, "text")[0])
    assert len(printed) > 10
    assert set(printed) <= lines(summary(*first_night))


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_trace_in_the_readme_is_what_trace_prints(page: Path, run: Run) -> None:
    printed = lasting(blocks(page, "text")[1])
    assert len(printed) > 5
    assert set(printed) <= lines(run("trace", "fdi_actual_utilized", "2023-12"))


@pytest.mark.parametrize(
    ("block", "command"),
    [
        (0, ["trace", "fdi_actual_utilized", "2023-12"]),
        (1, ["trace", "实际到账外资", "2023年12月", "--transform", "G1Y"]),
        (2, ["trace", "fixed_asset_investment", "2023-12"]),
    ],
)
def test_the_first_night_prints_what_its_commands_print(run: Run, block: int, command: list[str]) -> None:
    printed = lasting(blocks(FIRST_NIGHT, "text")[block])
    assert printed
    assert set(printed) <= lines(run(*command))


def test_the_faulty_workbook_of_the_first_night_reads_as_printed(run: Run, sample_folder: Path) -> None:
    file = "外资到账明细2023年12月_合计不符.xlsx"
    printed = lasting(blocks(FIRST_NIGHT, "text")[3])
    shown = run("read", str(sample_folder / "faulty" / "inbox" / "经济发展办公室" / file))
    assert f"{file}  L03  2023-12  经济发展办公室" in printed
    assert set(printed) <= lines(shown)


# ------------------------------------------------------------------------------ chapters 5 and 6, on one night more

# Not run: what was known on 2024-01-06 and on 2024-01-05 (chapter 5, blocks 7 and 8). Each day is built anew, which takes
# some 15 s of processor; days are asked for in tests/warehouse/steps/test_two_clocks.py.
_NEXT = {
    4: ["diff"],
    5: ["trace", "fdi_actual_utilized", "2023-12"],
    6: ["trace", "fdi_actual_utilized", "2023-12", "--transform", "G1Y"],
    9: ["held"],
}
_AS_OF = {7, 8}


@pytest.mark.parametrize("block", _NEXT)
def test_the_nights_after_the_first_print_what_their_commands_print(run_next: Run, block: int) -> None:
    printed = lasting(blocks(FIRST_NIGHT, "text")[block])
    assert printed
    assert set(printed) <= lines(run_next(*_NEXT[block]))


def test_every_other_output_of_the_first_night_is_looked_at() -> None:
    assert set(range(4)) | _NEXT.keys() | _AS_OF == set(range(len(blocks(FIRST_NIGHT, "text"))))
