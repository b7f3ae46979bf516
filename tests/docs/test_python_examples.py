"""The examples in Python run where a reader runs them, beside var/, and run again as the cell of a notebook does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Query
from tests.docs.markdown import PAGES, blocks
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import RefreshReport

EXAMPLES = {
    f"{page.name} {number}": example
    for page in PAGES
    for number, example in enumerate(blocks(page, "python"), 1)
}
SECONDS = 30  # one that hangs is ended; one that works takes a second


@pytest.fixture
def beside_var(first_night: tuple[Settings, RefreshReport], tmp_path: Path) -> Path:
    """A folder in which var/ is the sample home."""
    (tmp_path / "var").symlink_to(first_night[0].home)
    return tmp_path


def run_twice(example: str, folder: Path, then: str = "") -> subprocess.CompletedProcess[str]:
    """Runs an example two times among the same names, then a line more, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", f"for _ in range(2):\n    exec({example!r})\n{then}"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "client")},  # as where the client is installed
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_in_python_runs_twice_in_one_process(beside_var: Path, name: str) -> None:
    ran = run_twice(EXAMPLES[name], beside_var)
    assert ran.returncode == 0, ran.stderr


def test_the_example_of_the_marts_page_gives_a_table_of_all_default_values(
    beside_var: Path, first_night: tuple[Settings, RefreshReport], query: Query
) -> None:
    (example,) = blocks(CHECKOUT / "docs" / "marts.md", "python")
    ran = run_twice(example, beside_var, "print(frame.num_rows)")
    (counted,) = query(first_night[0], "select count(*) as n from mart_indicator where is_default")
    assert int(ran.stdout) == counted["n"] > 0
