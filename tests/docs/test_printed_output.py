"""The output that pages print is what the program prints of the sample night."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs.markdown import READMES, blocks
from warehouse.cli.app import main
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import RefreshReport, summary

# Times, ids and steps are another night's; "…" stands for what is left out.
_OF_THAT_NIGHT = re.compile(r"^(?:[√○…]|用时|已发布|快照|$)")
FIRST_NIGHT = CHECKOUT / "docs" / "first-night.md"
Run = Callable[..., str]


@pytest.fixture
def run(
    first_night: tuple[Settings, RefreshReport],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """What a command prints on the sample night, the second time in one process as the first."""
    monkeypatch.setenv("INDICATORS_HOME", str(first_night[0].home))
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
